import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input } from "antd";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** 提交审核 or 提交签发, as the 权限清单 of the office says. */
export function SubmitDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const act = view.noReview === null ? t("exchanges.act.submit") : t("exchanges.act.submitIssue");
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={act}
      act={act}
      hint={view.title}
      initial={{}}
      schema={exchangeRoutes.submit.body}
      body={(id) => ({ id, expects: view.version })}
      send={(body) => call(exchangeRoutes.submit, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.send.submitted")}
    />
  );
}

export function DiscardDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.discard.ask")}
      act={t("exchanges.discard.act")}
      tone="harm"
      hint={t("exchanges.discard.what")}
      initial={{}}
      schema={exchangeRoutes.discard.body}
      body={(id) => ({ id })}
      send={(body) => call(exchangeRoutes.discard, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
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
export function RequestDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.request.title")}
      act={t("exchanges.request.act")}
      hint={t("exchanges.request.hint")}
      initial={{ text: "" }}
      schema={exchangeRoutes.requestMaterials.body}
      body={(id, { text }) => ({ id, text })}
      send={(body) => call(exchangeRoutes.requestMaterials, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.request.done")}
    >
      <Form.Item name="text" label={t("exchanges.request.text")}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2_000} />
      </Form.Item>
    </ActDialog>
  );
}

/** 商请反馈, with the sentence that is usually wanted already there. */
export function AskFeedbackDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const late = view.clocks.some((clock) => clock.metAt === null && clock.overdueDays > 0);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.ask.title")}
      act={t("exchanges.ask.act")}
      initial={{ text: late ? t("exchanges.ask.preset", { title: view.title }) : "" }}
      schema={exchangeRoutes.askFeedback.body}
      body={(id, { text }) => ({ id, text })}
      send={(body) => call(exchangeRoutes.askFeedback, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.ask.done")}
    >
      <Form.Item name="text" label={t("exchanges.ask.text")}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2_000} />
      </Form.Item>
    </ActDialog>
  );
}
