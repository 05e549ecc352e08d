import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { Form, Input } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** 受理: writes the receiver's own lead; its id is made here, once, so that a second try makes no second lead. */
export function AcceptDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const [leadId] = useState(newId);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.accept.title")}
      act={t("exchanges.accept.act")}
      hint={t("exchanges.accept.hint")}
      initial={{ note: "" }}
      schema={exchangeRoutes.accept.body}
      body={(id, { note }) => ({ id, leadId, note })}
      send={(body) => call(exchangeRoutes.accept, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.common.done")}
    >
      <Form.Item name="note" label={t("exchanges.accept.note")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </ActDialog>
  );
}
