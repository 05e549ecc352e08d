import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { Form, Input } from "antd";
import { useText } from "../../../app/i18n.ts";
import { usePartyName } from "../names.tsx";
import { AgreementDialog, type ActProps } from "./taking.tsx";

function useOthers({ view }: Pick<ActProps, "view">): string {
  const t = useText();
  const nameOf = usePartyName();
  return view.parties
    .filter((one) => one.leftOn === null && !one.host)
    .map((one) => nameOf(one, true))
    .join(t("ui.list.comma"));
}

/** 征求意见: the draft goes to all parties. */
export function CirculateDialog(props: ActProps) {
  const t = useText();
  const offices = useOthers(props);
  return (
    <AgreementDialog
      {...props}
      route={agreementRoutes.circulate}
      title={t("agreements.act.circulate")}
      act={t("agreements.act.circulate")}
      hint={t("agreements.acts.circulateHint", { offices })}
      initial={{}}
      body={(id) => ({ id, expects: props.view.draft?.revision ?? 0 })}
    />
  );
}

/** 定稿: what was not decided lapses, and each party approves this very text. */
export function SettleDialog(props: ActProps) {
  const t = useText();
  const { view } = props;
  return (
    <AgreementDialog
      {...props}
      route={agreementRoutes.settle}
      title={t("agreements.act.settle")}
      act={t("agreements.act.settle")}
      hint={
        view.openProposals > 0
          ? t("agreements.acts.settleOpen", { count: view.openProposals })
          : t("agreements.acts.settleHint")
      }
      initial={{}}
      body={(id) => ({ id, expects: view.draft?.revision ?? 0 })}
    />
  );
}

/** 冻结文本，开始会签. */
export function FreezeDialog(props: ActProps) {
  const t = useText();
  return (
    <AgreementDialog
      {...props}
      route={agreementRoutes.freeze}
      title={t("agreements.act.freeze")}
      act={t("agreements.act.freeze")}
      tone="formal"
      hint={t("agreements.acts.freezeHint")}
      initial={{}}
      body={(id) => ({ id, expects: props.view.draft?.revision ?? 0 })}
    />
  );
}

const BARE = { discard: "harm", report: "plain", revise: "plain" } as const;

/** An act that asks for nothing. */
function bare(act: keyof typeof BARE) {
  return function BareDialog(props: ActProps) {
    const t = useText();
    return (
      <AgreementDialog
        {...props}
        route={agreementRoutes[act]}
        title={t(`agreements.act.${act}`)}
        act={t(`agreements.act.${act}`)}
        tone={BARE[act]}
        hint={t(`agreements.acts.${act}Hint`)}
        initial={{}}
        body={(id) => ({ id })}
      />
    );
  };
}
export const DiscardDialog = bare("discard");
export const ReportDialog = bare("report");
export const ReviseDialog = bare("revise");

const REASONED = { abandon: "abandon", send_back: "sendBack", reopen: "reopen" } as const;

/** An act that takes something back and says why. */
function reasoned(act: keyof typeof REASONED) {
  return function ReasonedDialog(props: ActProps) {
    const t = useText();
    return (
      <AgreementDialog
        {...props}
        route={agreementRoutes[REASONED[act]]}
        title={t(`agreements.act.${act}`)}
        act={t(`agreements.act.${act}`)}
        tone="harm"
        hint={t(`agreements.acts.${act}Hint`)}
        keptAs={`agreements/${props.view.id}/${act}`}
        initial={{ reason: "" }}
        body={(id, { reason }) => ({ id, reason })}
      >
        <Form.Item
          name="reason"
          label={t("agreements.acts.reason")}
          rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
        </Form.Item>
      </AgreementDialog>
    );
  };
}
export const AbandonDialog = reasoned("abandon");
export const SendBackDialog = reasoned("send_back");
export const ReopenDialog = reasoned("reopen");
