import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input } from "antd";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../act-dialog.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";
import { TextDialog } from "./text-dialog.tsx";

/** 提交审核 or 提交签发, as the 权限清单 of the office says. */
export function SubmitDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const act = view.noReview === null ? t("exchanges.act.submit") : t("exchanges.act.submitIssue");
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.submit}
      title={act}
      act={act}
      hint={view.title}
      initial={{}}
      body={(id) => ({ id, expects: view.version })}
      done={t("exchanges.send.submitted")}
    />
  );
}

export function DiscardDialog(props: ActProps) {
  const t = useText();
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.discard}
      title={t("exchanges.discard.ask")}
      act={t("exchanges.discard.act")}
      tone="harm"
      hint={t("exchanges.discard.what")}
      initial={{}}
      body={(id) => ({ id })}
      done={t("exchanges.discard.done")}
    />
  );
}

/** 撤回: what the other side keeps, and whether a reason is owed, depends on whether it has signed; the dialog says which. */
export function WithdrawDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const isSigned = view.receipt !== null;
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.withdraw.title")}
      act={t("exchanges.withdraw.act")}
      tone="harm"
      hint={isSigned ? t("exchanges.withdraw.hintAfter") : t("exchanges.withdraw.hintBefore")}
      initial={{ reason: "" }}
      schema={exchangeRoutes.withdraw.body}
      body={(id, { reason }) => ({ id, reason })}
      send={(body) => call(exchangeRoutes.withdraw, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.withdraw.done")}
    >
      <Form.Item
        name="reason"
        label={t("exchanges.withdraw.reason")}
        rules={[
          {
            required: isSigned,
            whitespace: isSigned,
            message: t("exchanges.withdraw.reasonNeeded"),
          },
        ]}
        extra={isSigned ? undefined : t("exchanges.withdraw.reasonHint")}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
    </ActDialog>
  );
}

/** 商请补充材料. */
export function RequestDialog(props: ActProps) {
  const t = useText();
  return (
    <TextDialog
      {...props}
      route={exchangeRoutes.requestMaterials}
      title={t("exchanges.request.title")}
      act={t("exchanges.request.act")}
      hint={t("exchanges.request.hint")}
      label={t("exchanges.request.text")}
      done={t("exchanges.request.done")}
    />
  );
}

/** 商请反馈, with the sentence that is usually wanted already there. */
export function AskFeedbackDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const late = view.clocks.some((clock) => clock.metAt === null && clock.overdueDays > 0);
  return (
    <TextDialog
      {...props}
      route={exchangeRoutes.askFeedback}
      title={t("exchanges.ask.title")}
      act={t("exchanges.ask.act")}
      label={t("exchanges.ask.text")}
      preset={late ? t("exchanges.ask.preset", { title: view.title }) : ""}
      done={t("exchanges.ask.done")}
    />
  );
}
