import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import { Form, Input, Radio, Select } from "antd";
import { useText } from "../../../app/i18n.ts";
import { DayField } from "../../leads/day-field.tsx";
import { OccurrenceDialog, type OccurrenceActProps } from "./occurrence-dialog.tsx";

/** 确认: the other side's word that it was done. */
export function ConfirmDialog(props: OccurrenceActProps) {
  const t = useText();
  return (
    <OccurrenceDialog
      {...props}
      route={obligationRoutes.confirm}
      title={t("obligations.confirm.title")}
      act={t("obligations.act.confirm")}
      hint={t("obligations.confirm.hint")}
      initial={{}}
      body={(id) => ({ id })}
      done={t("obligations.confirm.done")}
    />
  );
}

/** 不予认可: this proves nothing, and it is open again when too little is left. */
export function RefuteDialog(props: OccurrenceActProps) {
  const t = useText();
  const live = props.view.evidence.filter((one) => one.refuted === null);
  return (
    <OccurrenceDialog
      {...props}
      route={obligationRoutes.refute}
      title={t("obligations.refute.title")}
      keptAs={`occurrences/${props.view.id}/refute`}
      act={t("obligations.act.refute")}
      tone="harm"
      hint={t("obligations.refute.hint")}
      initial={{ evidenceId: live[0]?.id ?? "", reason: "" }}
      body={(id, values) => ({ id, ...values })}
      done={t("obligations.refute.done")}
    >
      <Form.Item name="evidenceId" label={t("obligations.refute.which")}>
        <Select
          options={live.map((one) => ({
            value: one.id,
            label: `${one.on}　${t(`obligations.evidenceKind.${one.kind}`)}　${one.ref?.title ?? one.text.slice(0, 40)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t("obligations.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
    </OccurrenceDialog>
  );
}

interface AskValues {
  ask: { kind: "defer" | "waive"; to: string | null };
  reason: string;
}

/** 商请顺延 to a later day, or 商请不再开展: holds once every other party has agreed. */
export function AskDialog(props: OccurrenceActProps) {
  const t = useText();
  return (
    <OccurrenceDialog<typeof obligationRoutes.ask.body, AskValues>
      {...props}
      route={obligationRoutes.ask}
      title={t("obligations.ask.title")}
      keptAs={`occurrences/${props.view.id}/ask`}
      act={t("obligations.act.ask")}
      hint={t("obligations.ask.hint")}
      initial={{ ask: { kind: "defer", to: null }, reason: "" }}
      body={(id, { ask: { kind, to }, reason }) => ({
        id,
        ask: kind === "defer" ? { kind, to: to ?? "" } : { kind },
        reason,
      })}
      done={t("obligations.ask.done")}
    >
      <Form.Item name={["ask", "kind"]} label={t("obligations.ask.what")}>
        <Radio.Group
          optionType="button"
          options={(["defer", "waive"] as const).map((value) => ({
            value,
            label: t(`obligations.request.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={[["ask", "kind"]]}>
        {({ getFieldValue }) =>
          getFieldValue(["ask", "kind"]) === "defer" && (
            <Form.Item
              name={["ask", "to"]}
              label={t("obligations.ask.to")}
              extra={t("obligations.ask.toHint", { day: props.view.dueOn })}
            >
              <DayField />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="reason" label={t("obligations.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
    </OccurrenceDialog>
  );
}

/** The other party's answer to what was asked. */
export function AnswerDialog(props: OccurrenceActProps) {
  const t = useText();
  const asked = props.view.requests.find((one) => one.outcome === null);
  return (
    <OccurrenceDialog
      {...props}
      route={obligationRoutes.answer}
      title={t("obligations.answer.title")}
      act={({ agree }) => t(agree === false ? "obligations.answer.no" : "obligations.answer.yes")}
      hint={
        asked &&
        `${t(`obligations.request.${asked.kind}`)}${asked.to ? `（${asked.to}）` : ""}${t("ui.list.colon")}${asked.reason}`
      }
      initial={{ agree: true, reason: "" }}
      body={(id, { agree, reason }) => ({ id, requestId: asked?.id ?? "", agree, reason })}
      done={t("obligations.answer.done")}
    >
      <Form.Item name="agree" label={t("obligations.answer.label")}>
        <Radio.Group
          optionType="button"
          options={[
            { value: true, label: t("obligations.answer.yes") },
            { value: false, label: t("obligations.answer.no") },
          ]}
        />
      </Form.Item>
      <Form.Item name="reason" label={t("obligations.answer.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
    </OccurrenceDialog>
  );
}

export function WithdrawRequestDialog(props: OccurrenceActProps) {
  const t = useText();
  const asked = props.view.requests.find((one) => one.outcome === null);
  return (
    <OccurrenceDialog
      {...props}
      route={obligationRoutes.withdraw}
      title={t("obligations.withdraw.title")}
      act={t("obligations.act.withdraw")}
      tone="harm"
      hint={t("obligations.withdraw.hint")}
      initial={{}}
      body={(id) => ({ id, requestId: asked?.id ?? "" })}
      done={t("obligations.withdraw.done")}
    />
  );
}
