import type { AgreementView } from "@hub/domain/agreements/contract";
import { ClauseText, type Clause } from "@hub/domain/clauses/contract";
import { proposalRoutes, type Outcome, type ProposalView } from "@hub/domain/proposals/contract";
import { Form, Radio } from "antd";
import type { ReactNode } from "react";
import { useText } from "../../../app/i18n.ts";
import { ClauseEditor } from "../clause-editor.tsx";
import {
  DiscardDialog,
  ReleaseDialog,
  ReturnDialog,
  SubmitDialog,
  WithdrawDialog,
} from "./plain.tsx";
import { ProposeDialog } from "./propose-dialog.tsx";
import { ProposalDialog, ReasonField, YesOrReason, type ProposalDialogProps } from "./taking.tsx";

/** Changes what was written, before it is submitted. */
function EditDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const { change } = proposal;
  return (
    <ProposeDialog
      view={view}
      proposal={proposal}
      op={change.op}
      clauseId={change.op === "insert" ? change.after : change.clauseId}
      open={open}
      onClose={onClose}
    />
  );
}

/** 审核: pass it on to the issuer, or return it with the reason. */
function ReviewDialog(props: ProposalDialogProps) {
  const t = useText();
  const { version } = props.proposal;
  return (
    <ProposalDialog
      {...props}
      route={proposalRoutes.review}
      title={t("agreements.proposal.act.pass")}
      act={({ pass = true }: { pass?: boolean }) =>
        t(pass ? "agreements.proposal.act.pass" : "agreements.proposal.act.return")
      }
      initial={{ pass: true, reason: "" }}
      body={(id, { pass, reason }) => ({ id, expects: version, pass, reason })}
    >
      <YesOrReason
        name="pass"
        yes={t("agreements.proposal.act.pass")}
        no={t("agreements.proposal.act.return")}
      />
    </ProposalDialog>
  );
}

/** What this office says to another's proposal: 同意, or 不同意 with the reason. */
function AnswerDialog(props: ProposalDialogProps) {
  const t = useText();
  return (
    <ProposalDialog
      {...props}
      route={proposalRoutes.answer}
      title={t("agreements.proposal.answerTitle")}
      act={({ agree = true }: { agree?: boolean }) =>
        t(agree ? "agreements.proposal.agree" : "agreements.proposal.differ")
      }
      hint={t("agreements.proposal.answerHint")}
      initial={{ agree: true, reason: "" }}
      keptAs={`proposals/${props.proposal.id}/answer`}
      body={(id, { agree, reason }) => ({ id, agree, reason })}
    >
      <YesOrReason
        name="agree"
        yes={t("agreements.proposal.agree")}
        no={t("agreements.proposal.differ")}
      />
    </ProposalDialog>
  );
}

/** The article that a partial adoption would word anew: as proposed, to begin with. */
function wordingOf(view: AgreementView, { change }: ProposalView): Clause | null {
  if (change.op === "insert") return change.clause;
  const standing = view.draft?.clauses.find((one) => one.id === (change.clauseId ?? ""));
  if (!standing || change.op === "opinion") return null;
  return change.op === "replace" ? { ...standing, ...change.text } : null;
}

interface Decision {
  outcome: Outcome;
  reason: string;
  clause: Clause | null;
}

/** 采纳, 部分采纳 with the wording that shall stand, or 未采纳 and why. */
function DecideDialog(props: ProposalDialogProps) {
  const t = useText();
  const { view, proposal } = props;
  const wording = wordingOf(view, proposal);
  const outcomes: Outcome[] = proposal.overtaken ? ["partly", "not"] : ["adopted", "partly", "not"];
  const worded = (outcome: unknown) => outcome === "partly" && wording !== null;
  return (
    <ProposalDialog<typeof proposalRoutes.decide.body, Decision>
      {...props}
      route={proposalRoutes.decide}
      width={680}
      title={t("agreements.proposal.act.decide")}
      act={({ outcome = "adopted" }) => t(`agreements.proposal.outcome.${outcome}`)}
      hint={t("agreements.proposal.decideHint")}
      initial={{ outcome: outcomes[0] ?? "adopted", reason: "", clause: wording }}
      keptAs={`proposals/${proposal.id}/decide`}
      body={(id, { outcome, reason, clause }) => ({
        id,
        expects: view.draft?.revision ?? 0,
        outcome,
        reason,
        wording: worded(outcome) && clause ? ClauseText.parse(clause) : null,
      })}
    >
      {(form) => (
        <>
          <Form.Item name="outcome">
            <Radio.Group
              options={outcomes.map((value) => ({
                value,
                label: t(`agreements.proposal.outcome.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["outcome"]}>
            {(): ReactNode => (
              <>
                {worded(form.getFieldValue("outcome")) && (
                  <Form.Item name="clause" label={t("agreements.proposal.wording")}>
                    <Wording view={view} />
                  </Form.Item>
                )}
                <ReasonField
                  label={t("agreements.proposal.decideReason")}
                  required={form.getFieldValue("outcome") !== "adopted"}
                />
              </>
            )}
          </Form.Item>
        </>
      )}
    </ProposalDialog>
  );
}

function Wording({
  view,
  value,
  onChange,
}: {
  view: AgreementView;
  value?: Clause;
  onChange?: (clause: Clause) => void;
}) {
  return (
    value && (
      <ClauseEditor clause={value} parties={view.parties} onChange={(next) => onChange?.(next)} />
    )
  );
}

export const PROPOSAL_DIALOGS = {
  edit: EditDialog,
  submit: SubmitDialog,
  review: ReviewDialog,
  return: ReturnDialog,
  release: ReleaseDialog,
  discard: DiscardDialog,
  withdraw: WithdrawDialog,
  answer: AnswerDialog,
  decide: DecideDialog,
} as const;
export type ProposalDialogName = keyof typeof PROPOSAL_DIALOGS;
