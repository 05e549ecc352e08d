import type { AgreementView } from "@hub/domain/agreements/contract";
import type { ProposalView, RemarkView } from "@hub/domain/proposals/contract";
import { useMemo } from "react";
import { useText } from "../../app/i18n.ts";
import { TwoSides, type Side } from "../../ui/two-sides.tsx";
import { useEntryWords } from "./entry-words.tsx";
import { usePartyName } from "./names.tsx";

interface TalkProps {
  view: AgreementView;
  proposals: readonly ProposalView[];
  remarks: readonly RemarkView[];
  tab: string | null;
  onTab: (side: Side) => void;
}

/** 各方 and 本院 of an agreement. */
export function Talk({ view, proposals, remarks, tab, onTab }: TalkProps) {
  const t = useText();
  const nameOf = usePartyName();
  const texts = useEntryWords({ view, proposals, remarks });
  const { channelId: shared, ownChannelId: own } = view;
  const all = useMemo(() => [own, shared].filter((id) => id !== null), [own, shared]);
  const side: Side = tab === "own" || (tab === null && shared === null) ? "own" : "both";
  const offices = view.parties
    .filter((one) => one.officeId !== null && one.leftOn === null)
    .map((party) => nameOf(party, true))
    .join(t("ui.list.comma"));
  return (
    <TwoSides
      own={own}
      shared={shared}
      all={all}
      side={side}
      onSide={onTab}
      label={t("leads.page.tabs.label")}
      names={{ both: t("agreements.talk.both"), own: t("leads.page.tabs.own") }}
      hints={{
        both: t("agreements.talk.bothHint", { offices }),
        own: t("agreements.talk.ownHint"),
      }}
      silence={t(
        view.side === "reference" ? "agreements.talk.reference" : "agreements.talk.closed",
      )}
      texts={texts}
    />
  );
}
