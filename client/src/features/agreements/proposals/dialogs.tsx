import type { AgreementView } from "@hub/domain/agreements/contract";
import { ClauseText, type Clause } from "@hub/domain/clauses/contract";
import { proposalRoutes, type Outcome, type ProposalView } from "@hub/domain/proposals/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Radio } from "antd";
import type { ReactNode } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { ClauseEditor } from "../clause-editor.tsx";
import { agreementQuery, tookProposal } from "../queries.ts";
import { ProposeDialog } from "./propose-dialog.tsx";

export interface ProposalDialogProps {
  view: AgreementView;
  proposal: ProposalView;
  open: boolean;
  onClose: () => void;
}

/** What the dialogs of one proposal share: where it is sent, and what follows. */
function useTaking({ view, proposal }: Pick<ProposalDialogProps, "view" | "proposal">) {
  const client = useQueryClient();
  const t = useText();
  return {
    params: { agreementId: view.id, proposalId: proposal.id },
    onDone: (next: ProposalView) => tookProposal(client, next),
    onRefused: () =>
      void client.invalidateQueries({
        queryKey: agreementQuery(view.id).queryKey.slice(0, 1),
      }),
    done: t("exchanges.common.done"),
  };
}

function ReasonField({ label, required = false }: { label: string; required?: boolean }) {
  const t = useText();
  return (
    <Form.Item
      name="reason"
      label={label}
      rules={[{ required, whitespace: required, message: t("ui.required") }]}
    >
      <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
    </Form.Item>
  );
}

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

function SubmitDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.submit")}
      act={t("agreements.proposal.act.submit")}
      hint={t("agreements.proposal.submitHint")}
      initial={{}}
      schema={proposalRoutes.submit.body}
      body={(id) => ({ id, expects: proposal.version })}
      send={(body) => call(proposalRoutes.submit, { params, body })}
    />
  );
}

/** 审核: pass it on to the issuer, or return it with the reason. */
function ReviewDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.pass")}
      act={({ pass = true }: { pass?: boolean }) =>
        t(pass ? "agreements.proposal.act.pass" : "agreements.proposal.act.return")
      }
      initial={{ pass: true, reason: "" }}
      schema={proposalRoutes.review.body}
      body={(id, { pass, reason }) => ({ id, expects: proposal.version, pass, reason })}
      send={(body) => call(proposalRoutes.review, { params, body })}
    >
      {(form) => (
        <>
          <Form.Item name="pass">
            <Radio.Group
              options={[
                { value: true, label: t("agreements.proposal.act.pass") },
                { value: false, label: t("agreements.proposal.act.return") },
              ]}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["pass"]}>
            {() => (
              <ReasonField
                label={t("agreements.proposal.reason")}
                required={form.getFieldValue("pass") === false}
              />
            )}
          </Form.Item>
        </>
      )}
    </ActDialog>
  );
}

/** The issuer sends it back to the drafter. */
function ReturnDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.return")}
      act={t("agreements.proposal.act.return")}
      initial={{ reason: "" }}
      schema={proposalRoutes.review.body}
      body={(id, { reason }) => ({ id, expects: proposal.version, pass: false, reason })}
      send={(body) => call(proposalRoutes.review, { params, body })}
    >
      <ReasonField label={t("agreements.proposal.reason")} required />
    </ActDialog>
  );
}

/** 以本院名义提出: from here on all parties see it. */
function ReleaseDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.release")}
      act={t("agreements.proposal.act.release")}
      tone="formal"
      hint={t("agreements.proposal.releaseHint")}
      initial={{}}
      schema={proposalRoutes.release.body}
      body={(id) => ({ id, expects: proposal.version })}
      send={(body) => call(proposalRoutes.release, { params, body })}
    />
  );
}

function DiscardDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.discard")}
      act={t("agreements.proposal.act.discard")}
      tone="harm"
      hint={t("agreements.proposal.discardHint")}
      initial={{}}
      schema={proposalRoutes.discard.body}
      body={(id) => ({ id, expects: proposal.version })}
      send={(body) => call(proposalRoutes.discard, { params, body })}
    />
  );
}

function WithdrawDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.act.withdraw")}
      act={t("agreements.proposal.act.withdraw")}
      tone="harm"
      hint={t("agreements.proposal.withdrawHint")}
      initial={{ reason: "" }}
      schema={proposalRoutes.withdraw.body}
      body={(id, { reason }) => ({ id, reason })}
      send={(body) => call(proposalRoutes.withdraw, { params, body })}
    >
      <ReasonField label={t("agreements.proposal.reason")} />
    </ActDialog>
  );
}

/** What this office says to another's proposal: 同意, or 不同意 with the reason. */
function AnswerDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  return (
    <ActDialog
      {...taking}
      open={open}
      onClose={onClose}
      title={t("agreements.proposal.answerTitle")}
      act={({ agree = true }: { agree?: boolean }) =>
        t(agree ? "agreements.proposal.agree" : "agreements.proposal.differ")
      }
      hint={t("agreements.proposal.answerHint")}
      initial={{ agree: true, reason: "" }}
      schema={proposalRoutes.answer.body}
      body={(id, { agree, reason }) => ({ id, agree, reason })}
      send={(body) => call(proposalRoutes.answer, { params, body })}
    >
      {(form) => (
        <>
          <Form.Item name="agree">
            <Radio.Group
              options={[
                { value: true, label: t("agreements.proposal.agree") },
                { value: false, label: t("agreements.proposal.differ") },
              ]}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["agree"]}>
            {() => (
              <ReasonField
                label={t("agreements.proposal.reason")}
                required={form.getFieldValue("agree") === false}
              />
            )}
          </Form.Item>
        </>
      )}
    </ActDialog>
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
function DecideDialog({ view, proposal, open, onClose }: ProposalDialogProps) {
  const t = useText();
  const { params, ...taking } = useTaking({ view, proposal });
  const wording = wordingOf(view, proposal);
  const outcomes: Outcome[] = proposal.overtaken ? ["partly", "not"] : ["adopted", "partly", "not"];
  const worded = (outcome: unknown) => outcome === "partly" && wording !== null;
  return (
    <ActDialog<typeof proposalRoutes.decide.body, Decision, ProposalView>
      {...taking}
      open={open}
      onClose={onClose}
      width={680}
      title={t("agreements.proposal.act.decide")}
      act={({ outcome = "adopted" }) => t(`agreements.proposal.outcome.${outcome}`)}
      hint={t("agreements.proposal.decideHint")}
      initial={{ outcome: outcomes[0] ?? "adopted", reason: "", clause: wording }}
      schema={proposalRoutes.decide.body}
      body={(id, { outcome, reason, clause }) => ({
        id,
        expects: view.draft?.revision ?? 0,
        outcome,
        reason,
        wording: worded(outcome) && clause ? ClauseText.parse(clause) : null,
      })}
      send={(body) => call(proposalRoutes.decide, { params, body })}
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
    </ActDialog>
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
