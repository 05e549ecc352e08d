import { Confirmation, EvidenceKind, ObligationKind } from "@hub/domain/obligations/contract";
import { Button, Form, Input, Select, type FormInstance } from "antd";
import { useText } from "../../../app/i18n.ts";
import { OfficePicker } from "../../../ui/names.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { CADENCE_NAMES, valuesOfCadence, type TermsValues } from "../terms-values.ts";
import { RecurrenceFields, When, WindowFields } from "./when-fields.tsx";
import styles from "./terms-fields.module.css";

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
