import { PeriodUnit } from "@hub/domain/obligations/contract";
import { Form, Input, InputNumber, Select, type FormInstance } from "antd";
import { useText } from "../../../app/i18n.ts";
import { DayField } from "../../leads/day-field.tsx";
import { WEEKDAYS } from "../day-rule.ts";
import type { TermsValues } from "../terms-values.ts";
import styles from "./terms-fields.module.css";

const EVERY = [...PeriodUnit.options, "rule", "event", "once"] as const;

/** Shows its fields only while another has one of these values. */
export function When({
  form,
  field,
  is,
  children,
}: {
  form: FormInstance<TermsValues>;
  field: "who" | "every" | "dueUnit";
  is: readonly string[];
  children: React.ReactNode;
}) {
  const value = Form.useWatch(field, form) as string | undefined;
  return value !== undefined && is.includes(value) ? children : null;
}

/** How often: so many times in a period, by a rule, per event, or once on a day. */
export function RecurrenceFields({
  form,
  bound,
}: {
  form: FormInstance<TermsValues>;
  bound: boolean;
}) {
  const t = useText();
  const unit = Form.useWatch(["rule", "unit"], form) as TermsValues["rule"]["unit"] | undefined;
  const kept = Form.useWatch("rrule", form) as string | null | undefined;
  return (
    <>
      <div className={styles.pair}>
        <Form.Item name="every" label={t("obligations.terms.every")}>
          <Select
            disabled={bound}
            options={EVERY.map((value) => ({ value, label: t(`obligations.terms.unit.${value}`) }))}
          />
        </Form.Item>
        <When form={form} field="every" is={PeriodUnit.options}>
          <Form.Item name="times" label={t("obligations.terms.times")}>
            <InputNumber min={1} max={50} precision={0} disabled={bound} />
          </Form.Item>
        </When>
        <When form={form} field="every" is={["once"]}>
          <Form.Item name="once" label={t("obligations.terms.on")}>
            {bound ? <Input disabled /> : <DayField />}
          </Form.Item>
        </When>
      </div>
      <Form.Item name="rrule" hidden>
        <Input />
      </Form.Item>
      <When form={form} field="every" is={["rule"]}>
        {kept ? (
          <p className="quiet">
            {t("obligations.terms.kept")} <code>{kept}</code>
          </p>
        ) : (
          <div className={styles.rule}>
            <Form.Item name={["rule", "interval"]} label={t("obligations.terms.interval")}>
              <InputNumber min={1} max={52} precision={0} disabled={bound} />
            </Form.Item>
            <Form.Item name={["rule", "unit"]} label={t("obligations.terms.unitLabel")}>
              <Select
                disabled={bound}
                options={(["weekly", "monthly", "yearly"] as const).map((value) => ({
                  value,
                  label: t(`obligations.terms.ruleUnit.${value}`),
                }))}
              />
            </Form.Item>
            {unit === "weekly" && (
              <Form.Item name={["rule", "weekday"]} label={t("obligations.terms.weekday")}>
                <Select
                  disabled={bound}
                  options={WEEKDAYS.map((value) => ({
                    value,
                    label: t(`obligations.weekday.${value}`),
                  }))}
                />
              </Form.Item>
            )}
            {unit === "yearly" && (
              <Form.Item name={["rule", "month"]} label={t("obligations.terms.month")}>
                <InputNumber min={1} max={12} precision={0} disabled={bound} />
              </Form.Item>
            )}
            {unit !== "weekly" && (
              <Form.Item
                name={["rule", "day"]}
                label={t("obligations.terms.day")}
                tooltip={t("obligations.terms.dayHint")}
              >
                <InputNumber min={1} max={31} precision={0} disabled={bound} />
              </Form.Item>
            )}
          </div>
        )}
      </When>
    </>
  );
}

/** From when, and until when. */
export function WindowFields({ form, bound }: { form: FormInstance<TermsValues>; bound: boolean }) {
  const t = useText();
  return (
    <div className={styles.rule}>
      <Form.Item
        name="opensBefore"
        label={t("obligations.terms.opensBefore")}
        tooltip={t("obligations.terms.opensBeforeHint")}
      >
        <InputNumber min={0} max={366} precision={0} />
      </Form.Item>
      <Form.Item
        name="dueUnit"
        label={t("obligations.terms.due")}
        tooltip={t("obligations.terms.dueHint")}
      >
        <Select
          disabled={bound}
          options={(["none", "days", "working_days"] as const).map((value) => ({
            value,
            label: t(`obligations.terms.dueUnit.${value}`),
          }))}
        />
      </Form.Item>
      <When form={form} field="dueUnit" is={["days", "working_days"]}>
        <Form.Item name="dueCount" label={t("obligations.terms.dueCount")}>
          <InputNumber min={1} max={365} precision={0} disabled={bound} />
        </Form.Item>
      </When>
    </div>
  );
}
