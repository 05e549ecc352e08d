import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { EvidenceKind, OccurrenceView } from "@hub/domain/obligations/contract";
import { useText } from "../../../app/i18n.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { dayTime } from "../../../ui/time.ts";
import { exchangesQuery } from "../../exchanges/queries.ts";
import { agreementObligationsQuery } from "../queries.ts";

/** What can be chosen from here. */
export const LINKED: readonly EvidenceKind[] = ["exchange"];

interface LinkFieldProps {
  kind: EvidenceKind;
  view: OccurrenceView;
  id?: string;
  value?: string | null;
  onChange?: (id: string) => void;
}

/** Something that happened between the parties of the agreement, the latest first. */
export function LinkField({ kind, view, ...rest }: LinkFieldProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const { data: of } = useQuery(agreementObligationsQuery(view.agreementId));
  const { data, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...exchangesQuery({ box: "all" }),
    enabled: kind === "exchange",
  });
  const parties = of?.turn.order ?? [];
  const linked = view.evidence.flatMap(({ ref, refuted }) => (ref && !refuted ? [ref.id] : []));
  const rows = (data?.pages ?? [])
    .flatMap((page) => page.rows)
    .filter(
      (row) =>
        row.sentAt !== null &&
        !linked.includes(row.id) &&
        parties.includes(row.fromOfficeId) &&
        parties.includes(row.toOfficeId),
    );
  return (
    <Select
      {...rest}
      value={rest.value ?? null}
      loading={isPending}
      showSearch={{ optionFilterProp: "search" }}
      placeholder={t("obligations.meet.choose")}
      notFoundContent={t("obligations.meet.nothing")}
      // What is older comes when the end of the list is reached.
      onPopupScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        if (hasNextPage && scrollTop + clientHeight > scrollHeight - 40) void fetchNextPage();
      }}
      options={rows.map((row) => {
        const way = `${nameOf(row.fromOfficeId, true)} → ${nameOf(row.toOfficeId, true)}`;
        const day = row.sentAt ? dayTime(row.sentAt) : "";
        const what = `${t(`exchanges.kind.${row.kind}`)}　${row.title}`;
        return {
          value: row.id,
          label: `${day}　${what}（${way}）`,
          search: `${row.title} ${row.leadNumber} ${way} ${day}`,
        };
      })}
    />
  );
}
