import { proposalRoutes } from "@hub/domain/proposals/contract";
import { useText } from "../../../app/i18n.ts";
import { ProposalDialog, ReasonField, type ProposalDialogProps } from "./taking.tsx";

const BARE = { submit: "plain", release: "formal", discard: "harm" } as const;

/** An act that asks for nothing, on exactly the version that is seen. */
function bare(act: keyof typeof BARE) {
  return function BareDialog(props: ProposalDialogProps) {
    const t = useText();
    return (
      <ProposalDialog
        {...props}
        route={proposalRoutes[act]}
        title={t(`agreements.proposal.act.${act}`)}
        act={t(`agreements.proposal.act.${act}`)}
        tone={BARE[act]}
        hint={t(`agreements.proposal.${act}Hint`)}
        initial={{}}
        body={(id) => ({ id, expects: props.proposal.version })}
      />
    );
  };
}
export const SubmitDialog = bare("submit");
/** 以本院名义提出: from here on all parties see it. */
export const ReleaseDialog = bare("release");
export const DiscardDialog = bare("discard");

/** The issuer sends it back to the drafter. */
export function ReturnDialog(props: ProposalDialogProps) {
  const t = useText();
  return (
    <ProposalDialog
      {...props}
      route={proposalRoutes.review}
      title={t("agreements.proposal.act.return")}
      act={t("agreements.proposal.act.return")}
      initial={{ reason: "" }}
      body={(id, { reason }) => ({ id, expects: props.proposal.version, pass: false, reason })}
    >
      <ReasonField label={t("agreements.proposal.reason")} required />
    </ProposalDialog>
  );
}

export function WithdrawDialog(props: ProposalDialogProps) {
  const t = useText();
  return (
    <ProposalDialog
      {...props}
      route={proposalRoutes.withdraw}
      title={t("agreements.proposal.act.withdraw")}
      act={t("agreements.proposal.act.withdraw")}
      tone="harm"
      hint={t("agreements.proposal.withdrawHint")}
      initial={{ reason: "" }}
      body={(id, { reason }) => ({ id, reason })}
    >
      <ReasonField label={t("agreements.proposal.reason")} />
    </ProposalDialog>
  );
}
