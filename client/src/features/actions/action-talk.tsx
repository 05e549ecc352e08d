import type { ActionView } from "@hub/domain/actions/contract";
import { useMemo, useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { TwoSides, type Side } from "../../ui/two-sides.tsx";
import { useActionWords } from "./entry-words.tsx";

/** 各方 shows exactly what every office that takes part reads; 本院, once opened, what stays in the own office, on its own ground. */
export function ActionTalk({ view }: { view: ActionView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const texts = useActionWords(view);
  const [side, setSide] = useState<Side>("both");
  const { channelId: shared, ownChannelId: own } = view;
  const all = useMemo(() => [own, shared].filter((id) => id !== null), [own, shared]);
  const offices = view.officeIds.map((id) => nameOf(id, true)).join(t("ui.list.comma"));
  return (
    <TwoSides
      own={own}
      shared={shared}
      all={all}
      side={side}
      onSide={setSide}
      label={t("leads.page.tabs.label")}
      names={{ both: t("actions.page.all"), own: t("leads.page.tabs.own") }}
      hints={{ both: t("leads.page.bothHint", { offices }), own: t("leads.page.ownTimeline") }}
      silence={t("exchanges.supervise.closed")}
      texts={texts}
    />
  );
}
