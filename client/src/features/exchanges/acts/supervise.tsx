import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input } from "antd";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** 督办 by an office above: both sides see it, and 双方 is open to that office while it holds. */
export function SuperviseDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.supervise.title")}
      act={t("exchanges.act.supervise")}
      hint={t("exchanges.supervise.hint")}
      initial={{ text: "" }}
      schema={exchangeRoutes.supervise.body}
      body={(id, { text }) => ({ id, text })}
      send={(body) => call(exchangeRoutes.supervise, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.supervise.done")}
    >
      <Form.Item name="text" label={t("exchanges.supervise.text")}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2_000} />
      </Form.Item>
    </ActDialog>
  );
}

export function EndSupervisionDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.act.end_supervision")}
      act={t("exchanges.act.end_supervision")}
      hint={t("exchanges.supervise.endHint")}
      initial={{}}
      schema={exchangeRoutes.endSupervision.body}
      body={(id) => ({ id })}
      send={(body) => call(exchangeRoutes.endSupervision, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.supervise.ended")}
    />
  );
}
