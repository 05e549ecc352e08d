import type { AgreementView } from "@hub/domain/agreements/contract";
import { ClauseText, type Clause, type ClauseKey } from "@hub/domain/clauses/contract";
import { fromLibrary } from "@hub/domain/clauses/rules";
import { newId } from "@hub/domain/kernel/ids";
import { proposalRoutes, type Change, type ProposalView } from "@hub/domain/proposals/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { ClauseEditor } from "../clause-editor.tsx";
import { LibraryPicker } from "../clauses-field.tsx";
import { useArticleText } from "../names.tsx";
import { agreementQuery, tookProposal } from "../queries.ts";

export type Op = Change["op"];

interface ProposeFields {
  clause: Clause | null;
  after: string;
  reason: string;
}

/** What stands before the first article, in a select that knows no null. */
const FIRST = "";

/** What is typed, as the contract's change; an article that is still to be written is left to the contract to ask for. */
function changeOf(op: Op, clauseId: string | null, fields: ProposeFields) {
  const after = fields.after === FIRST ? null : fields.after;
  switch (op) {
    case "insert":
      return { op, clause: fields.clause as Clause, after };
    case "replace": {
      const { heading = "", text = "", values = {} } = fields.clause ?? {};
      return { op, clauseId: clauseId ?? "", text: { heading, text, values } };
    }
    case "remove":
      return { op, clauseId: clauseId ?? "" };
    case "move":
      return { op, clauseId: clauseId ?? "", after };
    default:
      return { op: "opinion" as const, clauseId };
  }
}

interface ProposeDialogProps {
  view: AgreementView;
  open: boolean;
  onClose: () => void;
  op: Op;
  /** The article it speaks of; for an insertion the one it comes after; null for the beginning or the whole. */
  clauseId: string | null;
  /** One that is changed before it is submitted. */
  proposal?: ProposalView;
}

function firstClause(view: AgreementView, op: Op, clauseId: string | null, given?: Change) {
  if (given?.op === "insert") return given.clause;
  const standing = view.draft?.clauses.find((one) => one.id === clauseId) ?? null;
  if (given?.op === "replace" && standing) return { ...standing, ...given.text };
  return op === "replace" ? standing : null;
}

/** 提出修改意见: one article at a time; it stays inside the office until it is released 以本院名义. */
export function ProposeDialog({ view, open, onClose, op, clauseId, proposal }: ProposeDialogProps) {
  const t = useText();
  const client = useQueryClient();
  const articleOf = useArticleText();
  const clauses = view.draft?.clauses ?? [];
  const given = proposal?.change;
  const params = { agreementId: view.id };
  const initial: ProposeFields = {
    clause: firstClause(view, op, clauseId, given),
    after:
      given?.op === "insert" || given?.op === "move"
        ? (given.after ?? FIRST)
        : op === "insert"
          ? (clauseId ?? FIRST)
          : FIRST,
    reason: proposal?.reason ?? "",
  };
  const onDone = (next: ProposalView) => tookProposal(client, next);
  const onRefused = () =>
    void client.invalidateQueries({ queryKey: agreementQuery(view.id).queryKey });
  const shared = {
    open,
    onClose,
    title: t("agreements.proposal.dialog", { op: t(`agreements.proposal.op.${op}`) }),
    hint: t("agreements.proposal.dialogHint"),
    width: 680,
    initial,
    onDone,
    onRefused,
    act: t("agreements.proposal.keep"),
    done: t("agreements.proposal.kept"),
  };
  const fields = (
    <>
      {(op === "insert" || op === "replace") && (
        <Form.Item
          name="clause"
          rules={[
            {
              validator: (_, clause: Clause | null) =>
                ClauseText.safeParse(clause).success
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("agreements.proposal.clauseNeeded"))),
            },
          ]}
        >
          <ClauseControl parties={view.parties} />
        </Form.Item>
      )}
      {(op === "insert" || op === "move") && (
        <Form.Item name="after" label={t("agreements.proposal.where")}>
          <Select
            options={[
              { value: FIRST, label: t("agreements.proposal.first") },
              ...clauses
                .map((one, index) => ({
                  value: one.id,
                  label: t("agreements.proposal.after", {
                    article: articleOf({ number: index + 1, heading: one.heading }),
                  }),
                }))
                .filter((one) => op === "insert" || one.value !== clauseId),
            ]}
          />
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label={t(op === "opinion" ? "agreements.proposal.opinion" : "agreements.proposal.reason")}
        rules={
          op === "opinion" ? [{ required: true, whitespace: true, message: t("ui.required") }] : []
        }
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </>
  );
  return proposal ? (
    <ActDialog
      {...shared}
      schema={proposalRoutes.edit.body}
      keptAs={`proposals/${proposal.id}/${proposal.version}`}
      body={(id, typed) => ({
        id,
        expects: proposal.version,
        change: changeOf(op, clauseId, typed),
        reason: typed.reason,
      })}
      send={(body) =>
        call(proposalRoutes.edit, { params: { ...params, proposalId: proposal.id }, body })
      }
    >
      {fields}
    </ActDialog>
  ) : (
    <ActDialog
      {...shared}
      schema={proposalRoutes.draft.body}
      keptAs={`proposals/${view.id}/${op}/${clauseId ?? "whole"}`}
      body={(id, typed, makes) => ({
        id,
        proposalId: makes,
        change: changeOf(op, clauseId, typed),
        reason: typed.reason,
      })}
      send={(body) => call(proposalRoutes.draft, { params, body })}
    >
      {fields}
    </ActDialog>
  );
}

interface ClauseControlProps {
  value?: Clause | null;
  onChange?: (clause: Clause) => void;
  parties: AgreementView["parties"];
}

/** The article as it shall read; a new one begins from the library. */
function ClauseControl({ value = null, onChange, parties }: ClauseControlProps) {
  if (value === null)
    return <LibraryPicker onPick={(key: ClauseKey) => onChange?.(fromLibrary(newId(), key))} />;
  return (
    <ClauseEditor clause={value} parties={parties} onChange={(clause) => onChange?.(clause)} />
  );
}
