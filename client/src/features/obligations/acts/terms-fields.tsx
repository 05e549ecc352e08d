import {
  Confirmation,
  EvidenceKind,
  ObligationKind,
  PeriodUnit,
} from "@hub/domain/obligations/contract";
import { Button, Form, Input, InputNumber, Select, type FormInstance } from "antd";
import { useText } from "../../../app/i18n.ts";
import { OfficePicker } from "../../../ui/names.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { WEEKDAYS } from "../day-rule.ts";
import { CADENCE_NAMES, valuesOfCadence, type TermsValues } from "../terms-values.ts";
import styles from "./terms-fields.module.css";

const EVERY = [...PeriodUnit.options, "rule", "event", "once"] as const;

interface TermsFieldsProps {
  form: FormInstance<TermsValues>;
  /** Parties with an account, in signing order. */
  parties: readonly string[];
  /** From a clause: what the text says is not changed by hand. */
  bound?: boolean;
}

/** What an obligation says, field by field; ready cadences fill them in with one click. */
export function TermsFields({ form, parties, bound = false }: TermsFieldsProps) {
  const t = useText();
  return (
    <>
      {!bound && (
        <div className={styles.cadences} role="group" aria-label={t("obligations.terms.cadences")}>
          <span className="quiet">{t("obligations.terms.cadences")}</span>
          {CADENCE_NAMES.map((name) => (
            <Button
              key={name}
              size="small"
              onClick={() => form.setFieldsValue(valuesOfCadence(name))}
            >
              {t(`obligations.cadence.${name}`)}
            </Button>
          ))}
        </div>
      )}
      <Form.Item name="title" label={t("obligations.terms.title")}>
        <Input maxLength={120} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="kind" label={t("obligations.fact.kind")}>
          <Select
            disabled={bound}
            options={ObligationKind.options.map((value) => ({
              value,
              label: t(`obligations.kind.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="who" label={t("obligations.fact.office")}>
          <Select
            disabled={bound}
            options={(["each", "rotation", "office"] as const).map((value) => ({
              value,
              label: t(`obligations.who.${value}`),
            }))}
          />
        </Form.Item>
      </div>
      <When form={form} field="who" is={["office"]}>
        <Form.Item name="officeId" label={t("obligations.terms.office")}>
          <OfficePicker options={parties} disabled={bound} />
        </Form.Item>
      </When>
      <RecurrenceFields form={form} bound={bound} />
      <WindowFields bound={bound} form={form} />
      <Form.Item name="evidence" label={t("obligations.terms.evidence")}>
        <Select
          mode="multiple"
          options={EvidenceKind.options.map((value) => ({
            value,
            label: t(`obligations.evidenceKind.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="confirmation" label={t("obligations.fact.confirmation")}>
        <Select
          options={Confirmation.options.map((value) => ({
            value,
            label: t(`obligations.confirmation.${value}`),
          }))}
        />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="from" label={t("obligations.terms.from")}>
          {bound ? <Input disabled /> : <DayField />}
        </Form.Item>
        <Form.Item name="until" label={t("obligations.terms.until")}>
          {bound ? <Input disabled /> : <DayField />}
        </Form.Item>
      </div>
    </>
  );
}

/** Shows its fields only while another has one of these values. */
function When({
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

function RecurrenceFields({ form, bound }: { form: FormInstance<TermsValues>; bound: boolean }) {
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

function WindowFields({ form, bound }: { form: FormInstance<TermsValues>; bound: boolean }) {
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
