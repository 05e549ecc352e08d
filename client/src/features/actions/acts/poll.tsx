import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { Button, DatePicker, Form, Input, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useText } from "../../../app/i18n.ts";
import { landmarkOf } from "../../../ui/landmark.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { useNow } from "../../../ui/when.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import type { ActProps } from "../acting.ts";
import { SpanField } from "../span-field.tsx";
import { fieldsOf, instantOf, spanOfFields, type SpanFields } from "../span-text.ts";
import styles from "../poll.module.css";

interface Values {
  options: { id: string; span: SpanFields }[];
  offices: number;
  must: string[];
  closes: Dayjs;
}

/** Asks the offices for a date: the dates, how many must be able to come, and until when they answer. */
export function PollDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const now = useNow();
  const nameOf = useOfficeName();
  const before = view.polls;
  // Each further one a day later, so that the first look is a choice.
  const fresh = (days: number) => ({
    id: newId(),
    span: fieldsOf(null, new Date(now.getTime() + days * 86_400_000)),
  });
  return (
    <ActionDialog<typeof actionRoutes.openPoll.body, Values>
      {...props}
      route={actionRoutes.openPoll}
      title={t("actions.act.open_poll")}
      act={t("actions.pollOpen.act")}
      hint={t("actions.pollOpen.hint")}
      width={720}
      initial={{
        options: before
          ? before.options.map(({ id, span }) => ({ id, span: fieldsOf(span, now) }))
          : [fresh(0), fresh(1)],
        offices: before?.quorum.offices ?? view.officeIds.length,
        must: before?.quorum.must ?? [],
        closes: dayjs(now).add(3, "day"),
      }}
      body={(id, { options, offices, must, closes }) => ({
        id,
        expects: view.version,
        options: options.map((one) => ({ id: one.id, span: spanOfFields(one.span) })),
        quorum: { offices, must },
        closesAt: instantOf(closes.format("YYYY-MM-DD"), "18:00"),
      })}
      done={t("actions.pollOpen.done")}
    >
      <Form.List name="options">
        {(rows, { add, remove }) => (
          <div className={styles.options}>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.option}>
                <Form.Item name={[name, "id"]} hidden>
                  <Input />
                </Form.Item>
                <Form.Item name={[name, "span"]} noStyle>
                  <SpanField label={t("actions.pollOpen.option", { n: name + 1 })} />
                </Form.Item>
                {rows.length > 1 && (
                  <Button
                    type="text"
                    size="small"
                    aria-label={t("actions.pollOpen.removeOf", { n: name + 1 })}
                    onClick={() => remove(name)}
                  >
                    {t("actions.pollOpen.remove")}
                  </Button>
                )}
              </div>
            ))}
            <Button size="small" onClick={() => add(fresh(rows.length))}>
              {t("actions.pollOpen.add")}
            </Button>
          </div>
        )}
      </Form.List>
      <Form.Item
        name="offices"
        label={t("actions.pollOpen.offices")}
        extra={t("actions.pollOpen.officesHint")}
      >
        <InputNumber min={1} max={view.officeIds.length} />
      </Form.Item>
      <Form.Item name="must" label={t("actions.pollOpen.must")}>
        <Select
          mode="multiple"
          options={view.officeIds
            .filter((id) => id !== view.hostOfficeId)
            .map((value) => ({ value, label: nameOf(value) }))}
        />
      </Form.Item>
      <Form.Item name="closes" label={t("actions.pollOpen.closes")}>
        <DatePicker allowClear={false} getPopupContainer={landmarkOf} minDate={dayjs(now)} />
      </Form.Item>
    </ActionDialog>
  );
}
