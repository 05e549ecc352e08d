import { Instrument, type AgreementValues } from "@hub/domain/agreements/contract";
import { LeadField } from "@hub/domain/leads/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { Checkbox, Form, Input, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import { DayField } from "../leads/day-field.tsx";
import formStyles from "../leads/lead-form.module.css";
import { EffectField, TermField } from "./effect-fields.tsx";

/** What a new one starts from. */
export const emptyValues = (): AgreementValues => ({
  title: "",
  instrument: "cooperation",
  area: "",
  fields: ["ECO"],
  marking: "internal",
  effect: { from: "issue" },
  term: { kind: "long" },
  assessOn: null,
  inOrder: false,
  reports: false,
  remark: "",
});

/** Everything that is written about an agreement beside its parties and articles. `onPaper`: it was signed elsewhere, nothing is to be gone through. */
export function ValuesFields({ onPaper = false }: { onPaper?: boolean }) {
  const t = useText();
  return (
    <>
      <Form.Item
        name={["values", "title"]}
        label={t("agreements.form.title")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      <div className={formStyles.two}>
        <Form.Item name={["values", "instrument"]} label={t("agreements.form.instrument")}>
          <Select
            options={Instrument.options.map((value) => ({
              value,
              label: t(`agreements.instrument.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name={["values", "area"]} label={t("agreements.form.area")}>
          <Input maxLength={60} placeholder={t("agreements.form.areaHint")} />
        </Form.Item>
      </div>
      <div className={formStyles.two}>
        <Form.Item name={["values", "fields"]} label={t("agreements.form.fields")}>
          <Select
            mode="multiple"
            options={LeadField.options.map((value) => ({
              value,
              label: t(`leads.field.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name={["values", "marking"]} label={t("agreements.form.marking")}>
          <Select
            options={Marking.options.map((value) => ({
              value,
              label: t(`ui.markings.${value}`),
            }))}
          />
        </Form.Item>
      </div>
      <Form.Item name={["values", "effect"]} label={t("agreements.form.effect")}>
        <EffectField />
      </Form.Item>
      <Form.Item name={["values", "term"]} label={t("agreements.form.term")}>
        <TermField />
      </Form.Item>
      <div className={formStyles.two}>
        <Form.Item
          name={["values", "assessOn"]}
          label={t("agreements.form.assessOn")}
          extra={t("agreements.form.assessHint")}
        >
          <DayField />
        </Form.Item>
        {!onPaper && (
          <div>
            <Form.Item name={["values", "inOrder"]} valuePropName="checked" noStyle>
              <Checkbox>{t("agreements.form.inOrder")}</Checkbox>
            </Form.Item>
            <Form.Item name={["values", "reports"]} valuePropName="checked" noStyle>
              <Checkbox>{t("agreements.form.reports")}</Checkbox>
            </Form.Item>
          </div>
        )}
      </div>
      <Form.Item name={["values", "remark"]} label={t("agreements.form.remark")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </>
  );
}
