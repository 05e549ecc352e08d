import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import type { SigningAct, SigningParty, SigningView } from "@hub/domain/signatures/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useState, type ComponentProps, type ReactNode } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { ProofField, type ProofValue } from "../../exchanges/acts/proof-field.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { signingQuery, tookSigning } from "./queries.ts";

/** What every dialog of a party is given. */
export interface PartyDialogProps {
  view: SigningView;
  party: SigningParty;
  open: boolean;
  onClose: () => void;
}

type ActRoute<Body extends z.ZodType> = Omit<typeof signatureRoutes.decline, "body"> & {
  body: Body;
};
type Given<Body extends z.ZodType, Values extends object> = Omit<
  ComponentProps<typeof ActDialog<Body, Values, SigningView>>,
  "schema" | "send" | "onDone" | "onRefused" | "open" | "onClose"
>;

/** One act for one party: checked by the route's contract, sent there, and its answer shown at once. */
function SigningDialog<Body extends z.ZodType, Values extends object>({
  view,
  route,
  ...rest
}: Omit<PartyDialogProps, "party"> & Given<Body, Values> & { route: ActRoute<Body> }) {
  const client = useQueryClient();
  const params = { agreementId: view.agreementId };
  return (
    <ActDialog<Body, Values, SigningView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params, body })}
      onDone={(next) => tookSigning(client, next)}
      onRefused={() =>
        void client.invalidateQueries({ queryKey: signingQuery(view.agreementId).queryKey })
      }
    />
  );
}

function DeclineDialog(props: PartyDialogProps) {
  const t = useText();
  return (
    <SigningDialog
      {...props}
      route={signatureRoutes.decline}
      title={t("signing.decline.act")}
      act={t("signing.decline.act")}
      hint={t("signing.decline.hint")}
      keptAs={`signings/${props.view.agreementId}/${props.party.id}`}
      initial={{ opinion: "" }}
      body={(id, { opinion }) => ({ id, partyId: props.party.id, opinion })}
      done={t("signing.decline.done")}
    >
      <Form.Item
        name="opinion"
        label={t("signing.decline.opinion")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input.TextArea rows={4} maxLength={2_000} />
      </Form.Item>
    </SigningDialog>
  );
}

interface Recorded {
  file: ChosenFile[];
  signedBy: string;
  role: string;
  signedOn: string;
}

function RecordPaperDialog(props: PartyDialogProps) {
  const t = useText();
  const [settled, setSettled] = useState(true);
  const needed = [{ required: true, message: t("ui.required") }];
  return (
    <SigningDialog<typeof signatureRoutes.recordPaper.body, Recorded>
      {...props}
      route={signatureRoutes.recordPaper}
      title={t("signing.paper.record")}
      act={t("signing.paper.record")}
      hint={t("signing.paper.recordHint")}
      initial={{ file: [], signedBy: "", role: "", signedOn: "" }}
      body={(id, { file, ...written }) => ({
        id,
        partyId: props.party.id,
        fileId: file[0]?.fileId ?? "",
        ...written,
      })}
      blocked={!settled}
      done={t("signing.paper.recorded")}
    >
      <Form.Item
        name="file"
        label={t("signing.paper.file")}
        rules={[{ required: true, type: "array", min: 1, max: 1, message: t("ui.required") }]}
      >
        <FilesField onSettled={setSettled} />
      </Form.Item>
      <Form.Item name="signedBy" label={t("signing.paper.signedBy")} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="role" label={t("signing.paper.role")} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="signedOn" label={t("signing.paper.signedOn")} rules={needed}>
        <DayField past />
      </Form.Item>
    </SigningDialog>
  );
}

const paperOf = (party: SigningParty) => ({
  partyId: party.id,
  fileId: party.paper?.file.fileId ?? "",
});

function ConfirmPaperDialog(props: PartyDialogProps) {
  const t = useText();
  const me = useMe();
  return (
    <SigningDialog
      {...props}
      route={signatureRoutes.confirmPaper}
      title={t("signing.paper.confirmTitle")}
      act={t("signing.paper.confirm")}
      tone="formal"
      hint={t("signing.paper.confirmHint")}
      initial={{ proof: {} as ProofValue }}
      body={(id, { proof }) => ({ id, ...paperOf(props.party), proof })}
      blocked={me.proof === "enrolment"}
      done={t("signing.paper.confirmed")}
    >
      <ProofField />
    </SigningDialog>
  );
}

function RejectPaperDialog(props: PartyDialogProps) {
  const t = useText();
  return (
    <SigningDialog
      {...props}
      route={signatureRoutes.rejectPaper}
      title={t("signing.paper.reject")}
      act={t("signing.paper.reject")}
      tone="harm"
      hint={t("signing.paper.rejectHint")}
      initial={{ reason: "" }}
      body={(id, { reason }) => ({ id, ...paperOf(props.party), reason })}
      done={t("signing.paper.rejected")}
    >
      <Form.Item
        name="reason"
        label={t("signing.paper.reason")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </SigningDialog>
  );
}

function DeadlineDialog(props: PartyDialogProps) {
  const t = useText();
  return (
    <SigningDialog<typeof signatureRoutes.setDeadline.body, { deadline: string | null }>
      {...props}
      route={signatureRoutes.setDeadline}
      title={`${t("signing.limit.act")} · ${props.party.name}`}
      act={t("ui.save")}
      hint={t("signing.limit.hint")}
      initial={{ deadline: props.party.deadline }}
      body={(id, { deadline }) => ({ id, partyId: props.party.id, deadline })}
      done={t("signing.limit.done")}
    >
      <Form.Item name="deadline" label={t("signing.limit.day")}>
        <DayField />
      </Form.Item>
    </SigningDialog>
  );
}

/** Acts that open a dialog; signing itself has its own place on the page. */
export type DialogAct = Exclude<SigningAct, "sign">;

export const DIALOGS: Record<DialogAct, (props: PartyDialogProps) => ReactNode> = {
  decline: DeclineDialog,
  record_paper: RecordPaperDialog,
  confirm_paper: ConfirmPaperDialog,
  reject_paper: RejectPaperDialog,
  set_deadline: DeadlineDialog,
};
