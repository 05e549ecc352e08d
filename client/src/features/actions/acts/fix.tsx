import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { OptionView } from "@hub/domain/actions/poll-contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, Form, Input } from "antd";
import { useText } from "../../../app/i18n.ts";
import { useNow } from "../../../ui/when.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import type { ActProps } from "../acting.ts";
import { ConflictList } from "../conflict-list.tsx";
import { conflictsQuery, type Span } from "../queries.ts";
import { SpanField } from "../span-field.tsx";
import { fieldsOf, spanOfFields, spanText, type SpanFields } from "../span-text.ts";

function Conflicts({ actionId, span }: { actionId: string; span: Span }) {
  const { data } = useQuery(conflictsQuery(actionId, span));
  return <ConflictList conflicts={data?.conflicts} />;
}

/** 定日期: one of the dates of the poll. Below the quorum line, or against somebody's other duties, it wants a reason. */
export function FixDialog({ option, ...props }: ActProps & { option: OptionView }) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.fix}
      title={t("actions.fix.title", { span: spanText(option.span) })}
      act={t("actions.fix.act")}
      initial={{ reason: "" }}
      body={(id, { reason }) => ({
        id,
        expects: props.view.version,
        optionId: option.id,
        reason,
      })}
      done={t("actions.fix.done")}
    >
      {!option.quorate && (
        <Alert type="warning" role="status" showIcon title={t("actions.fix.under")} />
      )}
      <Conflicts actionId={props.view.id} span={option.span} />
      {(!option.quorate || option.busy > 0) && (
        <Form.Item name="reason" label={t("actions.fix.reason")}>
          <Input maxLength={500} />
        </Form.Item>
      )}
    </ActionDialog>
  );
}

interface DayValues {
  span: SpanFields;
  reason: string;
}

/** A date that no poll asked about. */
export function FixOtherDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <ActionDialog<typeof actionRoutes.fix.body, DayValues>
      {...props}
      route={actionRoutes.fix}
      title={t("actions.act.fix")}
      act={t("actions.fix.act")}
      initial={{ span: fieldsOf(null, now), reason: "" }}
      body={(id, { span, reason }) => ({
        id,
        expects: props.view.version,
        span: spanOfFields(span),
        reason,
      })}
      done={t("actions.fix.done")}
    >
      {(form) => <DayFields form={form} actionId={props.view.id} label={t("actions.fix.reason")} />}
    </ActionDialog>
  );
}

/** 改期: the day before stays on record, everybody is told. */
export function RescheduleDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <ActionDialog<typeof actionRoutes.reschedule.body, DayValues>
      {...props}
      route={actionRoutes.reschedule}
      title={t("actions.reschedule.title")}
      act={t("actions.reschedule.act")}
      hint={t("actions.reschedule.hint")}
      initial={{ span: fieldsOf(props.view.span, now), reason: "" }}
      body={(id, { span, reason }) => ({
        id,
        expects: props.view.version,
        span: spanOfFields(span),
        reason,
      })}
      done={t("actions.reschedule.done")}
    >
      {(form) => (
        <DayFields form={form} actionId={props.view.id} label={t("actions.reschedule.reason")} />
      )}
    </ActionDialog>
  );
}

function DayFields({
  form,
  actionId,
  label,
}: {
  form: Parameters<typeof Form.useWatch>[1];
  actionId: string;
  label: string;
}) {
  const t = useText();
  const fields = Form.useWatch("span", form as never) as SpanFields | undefined;
  return (
    <>
      <Form.Item name="span" label={t("actions.span.label")}>
        <SpanField />
      </Form.Item>
      {fields && <Conflicts actionId={actionId} span={spanOfFields(fields)} />}
      <Form.Item name="reason" label={label}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </>
  );
}
