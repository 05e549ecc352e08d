import type { ActionView } from "@hub/domain/actions/contract";
import { useCallback, useMemo, useState } from "react";
import { useText } from "../../app/i18n.ts";
import { Composer } from "../../ui/composer.tsx";
import { useOfficeName } from "../../ui/names.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import matter from "../exchanges/matter.module.css";
import { SidePanel, type Side } from "../exchanges/side-panel.tsx";
import { useActionWords } from "./entry-words.tsx";

/** 各方 shows exactly what every office that takes part reads; 本院, once opened, what stays in the own office, on its own ground. */
export function ActionTalk({ view }: { view: ActionView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const texts = useActionWords(view);
  const [side, setSide] = useState<Side>("both");
  const { channelId: shared, ownChannelId: own } = view;
  const shown: Side = own === null ? "both" : side;
  const all = useMemo(() => [own, shared].filter((id) => id !== null), [own, shared]);
  const both = useMemo(() => (shared === null ? [] : [shared]), [shared]);
  const ground = useCallback(
    (channelId: string): Side => (channelId === own ? "own" : "both"),
    [own],
  );
  return (
    <SidePanel
      sides={own === null ? ["both"] : ["both", "own"]}
      shown={shown}
      labelOf={(one) => t(one === "own" ? "leads.page.tabs.own" : "actions.page.all")}
      onSide={setSide}
    >
      {shown === "own" && own !== null ? (
        <>
          <p className={matter.hint}>{t("leads.page.ownTimeline")}</p>
          <Timeline key="own" channelIds={all} ground={ground} texts={texts} />
          <Composer key={own} channelId={own} tone="own" hint={t("leads.page.ownHint")} />
        </>
      ) : shared === null ? (
        <p className={matter.empty}>{t("exchanges.supervise.closed")}</p>
      ) : (
        <>
          <p className={matter.hint}>
            {t("leads.page.bothHint", {
              offices: view.officeIds.map((id) => nameOf(id, true)).join(t("ui.list.comma")),
            })}
          </p>
          <Timeline key={shared} channelIds={both} texts={texts} />
          <Composer key={shared} channelId={shared} tone="both" />
        </>
      )}
    </SidePanel>
  );
}
