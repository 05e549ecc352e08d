import type { Texted } from "@hub/domain/exchanges/acts-contract";
import { Form, Input } from "antd";
import { ExchangeDialog, type ActRoute } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";

interface TextDialogProps extends ActProps {
  route: ActRoute<typeof Texted>;
  title: string;
  act: string;
  hint?: string;
  /** What the field is called. */
  label: string;
  /** What usually is said, to begin with. */
  preset?: string;
  done: string;
}

/** An act that asks for one text and nothing else. */
export function TextDialog({ label, preset = "", ...rest }: TextDialogProps) {
  return (
    <ExchangeDialog {...rest} initial={{ text: preset }} body={(id, { text }) => ({ id, text })}>
      <Form.Item name="text" label={label}>
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2_000} />
      </Form.Item>
    </ExchangeDialog>
  );
}
