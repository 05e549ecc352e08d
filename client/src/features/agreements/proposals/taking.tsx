import type { AgreementView } from "@hub/domain/agreements/contract";
import type { proposalRoutes, ProposalView } from "@hub/domain/proposals/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Radio } from "antd";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { agreementQuery, tookProposal } from "../queries.ts";

/** What every act dialog of a proposal is given. */
export interface ProposalDialogProps {
  view: AgreementView;
  proposal: ProposalView;
  open: boolean;
  onClose: () => void;
}

type ActRoute<Body extends z.ZodType> = Omit<typeof proposalRoutes.submit, "body"> & { body: Body };
type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, ProposalView>
>;
type Props<Body extends z.ZodType, Values extends object> = ProposalDialogProps &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused" | "done"> & {
    route: ActRoute<Body>;
  };

/** The dialog of one act on a proposal: checks by the route's contract, sends it there, and shows the answer at once. */
export function ProposalDialog<Body extends z.ZodType, Values extends object>({
  view,
  proposal,
  route,
  ...rest
}: Props<Body, Values>) {
  const t = useText();
  const client = useQueryClient();
  const params = { agreementId: view.id, proposalId: proposal.id };
  return (
    <ActDialog<Body, Values, ProposalView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params, body })}
      onDone={(next) => tookProposal(client, next)}
      onRefused={() =>
        void client.invalidateQueries({ queryKey: agreementQuery(view.id).queryKey.slice(0, 1) })
      }
      done={t("exchanges.common.done")}
    />
  );
}

export function ReasonField({ label, required = false }: { label: string; required?: boolean }) {
  const t = useText();
  return (
    <Form.Item
      name="reason"
      label={label}
      rules={[{ required, whitespace: required, message: t("ui.required") }]}
    >
      <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
    </Form.Item>
  );
}

/** Yes, or no with the reason. */
export function YesOrReason({ name, yes, no }: { name: string; yes: string; no: string }) {
  const t = useText();
  return (
    <>
      <Form.Item name={name}>
        <Radio.Group
          options={[
            { value: true, label: yes },
            { value: false, label: no },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={[name]}>
        {({ getFieldValue }) => (
          <ReasonField
            label={t("agreements.proposal.reason")}
            required={getFieldValue(name) === false}
          />
        )}
      </Form.Item>
    </>
  );
}
