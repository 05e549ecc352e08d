import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { Linkable, LinkableKind } from "@hub/domain/obligations/contract";
import { useText } from "../../../app/i18n.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { linkableQuery } from "../queries.ts";

interface LinkFieldProps {
  kind: LinkableKind;
  occurrenceId: string;
  id?: string;
  value?: string | null;
  onChange?: (id: string) => void;
  /** What was chosen, whole. */
  onChosen?: (row: Linkable) => void;
}

/** Something that happened between the parties of the agreement: what falls into the window first, the latest at the top. */
export function LinkField({ kind, occurrenceId, onChange, onChosen, ...rest }: LinkFieldProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const { data: rows = [], isPending } = useQuery(linkableQuery(occurrenceId, kind));
  const groups = [true, false].map((inWindow) => rows.filter((row) => row.inWindow === inWindow));
  return (
    <Select
      {...rest}
      value={rest.value ?? null}
      loading={isPending}
      showSearch={{ optionFilterProp: "search" }}
      placeholder={t("obligations.meet.choose")}
      notFoundContent={t(isPending ? "obligations.meet.looking" : "obligations.meet.nothing")}
      onChange={(id: string) => {
        onChange?.(id);
        const chosen = rows.find((row) => row.id === id);
        if (chosen) onChosen?.(chosen);
      }}
      options={groups.flatMap((group, index) =>
        group.length === 0
          ? []
          : {
              label: t(index === 0 ? "obligations.meet.inWindow" : "obligations.meet.around"),
              options: group.map((row) => {
                const between = row.officeIds
                  .map((id) => nameOf(id, true))
                  .join(t("ui.list.comma"));
                return {
                  value: row.id,
                  label: `${row.on}　${row.title}（${between}）`,
                  search: `${row.title} ${row.number ?? ""} ${between} ${row.on}`,
                };
              }),
            },
      )}
    />
  );
}
