import type { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { Form, Input } from "antd";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../app/call.ts";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { useActing, type ActProps } from "./acting.ts";

/** An endpoint of an act on one action, whatever it asks for. */
export type ActRoute<Body extends z.ZodType> = Omit<typeof actionRoutes.start, "body"> & {
  body: Body;
};

type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, ActionView>
>;

type Props<Body extends z.ZodType, Values extends object> = ActProps &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused"> & {
    route: ActRoute<Body>;
  };

/** The dialog of one act on an action: checks by the route's contract, sends it there, and shows the answer at once. */
export function ActionDialog<Body extends z.ZodType, Values extends object>({
  view,
  route,
  ...rest
}: Props<Body, Values>) {
  const { params, onDone, onRefused } = useActing(view.id);
  return (
    <ActDialog<Body, Values, ActionView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params, body })}
      onDone={onDone}
      onRefused={onRefused}
    />
  );
}

interface ReasonProps<Body extends z.ZodType> extends ActProps {
  route: ActRoute<Body>;
  title: string;
  act: string;
  hint?: string;
  label: string;
  tone?: "plain" | "harm";
  done: string;
  body: (id: string, reason: string) => z.input<Body>;
}

/** An act that asks why, and nothing else. */
export function ReasonDialog<Body extends z.ZodType>({ label, body, ...rest }: ReasonProps<Body>) {
  return (
    <ActionDialog<Body, { reason: string }>
      {...rest}
      initial={{ reason: "" }}
      body={(id, { reason }) => body(id, reason)}
    >
      <Form.Item name="reason" label={label}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ActionDialog>
  );
}
