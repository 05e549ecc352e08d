import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import type { ObligationView } from "@hub/domain/obligations/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input } from "antd";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { OfficePicker, OfficerPicker } from "../../../ui/names.tsx";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { useToday } from "../due-day.tsx";
import { againObligations } from "../queries.ts";
import { plainValues, termsOf, valuesOf, type TermsValues } from "../terms-values.ts";
import { TermsFields } from "./terms-fields.tsx";

interface Opened {
  open: boolean;
  onClose: () => void;
}
/** Parties with an account, in signing order. */
interface WithParties {
  parties: readonly string[];
}
export interface ObligationActProps extends Opened, WithParties {
  obligation: ObligationView;
}

/** 新增落实事项 beside those of the clauses. */
export function DefineDialog({
  agreementId,
  parties,
  ...opened
}: Opened & WithParties & { agreementId: string }) {
  const t = useText();
  const client = useQueryClient();
  const today = useToday();
  const again = () => againObligations(client);
  return (
    <ActDialog<typeof obligationRoutes.define.body, TermsValues, ObligationView>
      {...opened}
      title={t("obligations.define.title")}
      act={t("obligations.act.define")}
      hint={t("obligations.define.hint")}
      width={640}
      initial={plainValues(today)}
      schema={obligationRoutes.define.body}
      keptAs={`obligations/of/${agreementId}`}
      body={(id, values, makes) => ({ id, obligationId: makes, terms: termsOf(values) })}
      send={(body) => call(obligationRoutes.define, { params: { agreementId }, body })}
      onDone={again}
      onRefused={() => void again()}
      done={t("obligations.define.done")}
    >
      {(form) => <TermsFields form={form} parties={parties} />}
    </ActDialog>
  );
}

type ActRoute<Body extends z.ZodType> = Omit<typeof obligationRoutes.end, "body"> & { body: Body };
type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, ObligationView>
>;

/** The dialog of one act on an obligation. */
function ObligationDialog<Body extends z.ZodType, Values extends object>({
  obligation,
  route,
  ...rest
}: Omit<ObligationActProps, "parties"> &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused"> & {
    route: ActRoute<Body>;
  }) {
  const client = useQueryClient();
  const again = () => againObligations(client);
  return (
    <ActDialog<Body, Values, ObligationView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params: { obligationId: obligation.id }, body })}
      onDone={again}
      onRefused={() => void again()}
    />
  );
}

/** Other terms; they touch only what is still to come. */
export function ChangeDialog(props: ObligationActProps) {
  const { obligation, parties } = props;
  const t = useText();
  const bound = obligation.clauseId !== null;
  return (
    <ObligationDialog<typeof obligationRoutes.change.body, TermsValues>
      {...props}
      route={obligationRoutes.change}
      title={t("obligations.change.title")}
      act={t("obligations.act.change")}
      hint={t(bound ? "obligations.change.hintBound" : "obligations.change.hint")}
      width={640}
      initial={valuesOf(obligation.terms)}
      keptAs={`obligations/${obligation.id}/${obligation.version}`}
      body={(id, values) => ({ id, expects: obligation.version, terms: termsOf(values) })}
      done={t("obligations.change.done")}
    >
      {(form) => <TermsFields form={form} parties={parties} bound={bound} />}
    </ObligationDialog>
  );
}

/** No more of it from a day on. */
export function EndDialog(props: ObligationActProps) {
  const t = useText();
  const today = useToday();
  return (
    <ObligationDialog
      {...props}
      route={obligationRoutes.end}
      title={t("obligations.end.title")}
      act={t("obligations.act.end")}
      tone="harm"
      hint={t("obligations.end.hint")}
      initial={{ on: today, reason: "" }}
      body={(id, { on, reason }) => ({
        id,
        expects: props.obligation.version,
        on: on ?? "",
        reason,
      })}
      done={t("obligations.end.done")}
    >
      <Form.Item name="on" label={t("obligations.end.on")}>
        <DayField />
      </Form.Item>
      <Form.Item name="reason" label={t("obligations.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ObligationDialog>
  );
}

/** 承办人 of the own office: who is reminded first. */
export function AssignHandlerDialog(props: ObligationActProps) {
  const t = useText();
  const me = useMe();
  return (
    <ObligationDialog
      {...props}
      route={obligationRoutes.assign}
      title={t("obligations.assign.title")}
      act={t("obligations.act.assign")}
      hint={t("obligations.assign.hint")}
      initial={{ officerId: props.obligation.handler?.id ?? null }}
      body={(id, { officerId }) => ({ id, officerId: officerId ?? null })}
      done={t("obligations.assign.done")}
    >
      <Form.Item name="officerId" label={t("obligations.assign.who")}>
        <OfficerPicker officeId={me.officer.officeId} allowClear />
      </Form.Item>
    </ObligationDialog>
  );
}

/** Something happened that this obligation is for. */
export function AriseDialog(props: ObligationActProps) {
  const t = useText();
  const today = useToday();
  const { window } = props.obligation.terms;
  return (
    <ObligationDialog
      {...props}
      route={obligationRoutes.arise}
      title={t("obligations.arise.title")}
      keptAs={`obligations/${props.obligation.id}/arise`}
      act={t("obligations.act.arise")}
      hint={t("obligations.arise.hint")}
      initial={{
        text: "",
        on: today,
        officeId: null as string | null,
        dueOn: null as string | null,
      }}
      body={(id, { text, on, officeId, dueOn }) => ({
        id,
        text,
        on: on ?? "",
        officeId: officeId ?? "",
        dueOn: dueOn ?? null,
      })}
      done={t("obligations.arise.done")}
    >
      <Form.Item name="text" label={t("obligations.arise.text")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={300} />
      </Form.Item>
      <Form.Item name="on" label={t("obligations.arise.on")}>
        <DayField past />
      </Form.Item>
      <Form.Item name="officeId" label={t("obligations.arise.office")}>
        <OfficePicker options={props.parties} />
      </Form.Item>
      {window.due === null && (
        <Form.Item
          name="dueOn"
          label={t("obligations.arise.dueOn")}
          extra={t("obligations.arise.dueOnHint")}
        >
          <DayField />
        </Form.Item>
      )}
    </ObligationDialog>
  );
}
