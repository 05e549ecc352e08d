import type { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Select } from "antd";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { usePartyName } from "../names.tsx";
import { agreementQuery, tookAgreement } from "../queries.ts";

/** What every act dialog of an agreement is given. */
export interface ActProps {
  view: AgreementView;
  open: boolean;
  onClose: () => void;
}

/** An endpoint of an act on one agreement, whatever it asks for. */
type ActRoute<Body extends z.ZodType> = Omit<typeof agreementRoutes.revise, "body"> & {
  body: Body;
};

type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, AgreementView>
>;

type Props<Body extends z.ZodType, Values extends object> = ActProps &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused" | "done"> & {
    route: ActRoute<Body>;
  };

/** The dialog of one act: checks by the route's contract, sends it there, and shows the answer at once. */
export function AgreementDialog<Body extends z.ZodType, Values extends object>({
  view,
  route,
  ...rest
}: Props<Body, Values>) {
  const t = useText();
  const client = useQueryClient();
  const params = { agreementId: view.id };
  return (
    <ActDialog<Body, Values, AgreementView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params, body })}
      onDone={(next) => tookAgreement(client, next)}
      onRefused={() =>
        void client.invalidateQueries({ queryKey: agreementQuery(view.id).queryKey })
      }
      done={t("exchanges.common.done")}
    />
  );
}

interface PartyFieldProps {
  /** Those that may be chosen. */
  parties: readonly AgreementView["parties"][number][];
}

/** One of the parties, by its place in the signing order. */
export function PartyField({ parties }: PartyFieldProps) {
  const t = useText();
  const nameOf = usePartyName();
  return (
    <Form.Item
      name="partyId"
      label={t("agreements.acts.party")}
      rules={[{ required: true, message: t("ui.required") }]}
    >
      <Select options={parties.map((one) => ({ value: one.id, label: nameOf(one) }))} />
    </Form.Item>
  );
}
