import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { Form, Input } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";

/** 受理: writes the receiver's own lead; its id is made here, once, so that a second try makes no second lead. */
export function AcceptDialog(props: ActProps) {
  const t = useText();
  const [leadId] = useState(newId);
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.accept}
      title={t("exchanges.accept.title")}
      act={t("exchanges.accept.act")}
      hint={t("exchanges.accept.hint")}
      initial={{ note: "" }}
      body={(id, { note }) => ({ id, leadId, note })}
      done={t("exchanges.common.done")}
    >
      <Form.Item name="note" label={t("exchanges.accept.note")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </ExchangeDialog>
  );
}
