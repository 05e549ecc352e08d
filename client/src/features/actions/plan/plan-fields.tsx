import type { ActionView } from "@hub/domain/actions/contract";
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Select, type FormInstance } from "antd";
import { newId } from "@hub/domain/kernel/ids";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { templatesQuery } from "../queries.ts";
import { usePeopleOptions } from "../tasks-part.tsx";
import { ListFields } from "./list-fields.tsx";
import { newItem, type PlanValues } from "./plan-values.ts";
import styles from "../actions.module.css";

const { Item } = Form;

export function BasicFields({ view }: { view: ActionView }) {
  const t = useText();
  const people = usePeopleOptions(view);
  return (
    <Section title={t("actions.plan.basics")}>
      <Item name="aim" label={t("actions.plan.aim")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 14 }} maxLength={4_000} />
      </Item>
      <div className={styles.two}>
        <Item name="gathering" label={t("actions.plan.gathering")}>
          <Input maxLength={200} />
        </Item>
        <Item name="safetyOfficerId" label={t("actions.plan.safetyOfficer")}>
          <Select allowClear showSearch={{ optionFilterProp: "label" }} options={people} />
        </Item>
        <Item name="contactName" label={t("actions.plan.contactName")}>
          <Input maxLength={40} />
        </Item>
        <Item name="contactTelephone" label={t("actions.plan.contactTelephone")}>
          <Input maxLength={30} inputMode="tel" />
        </Item>
      </div>
      <Item name="safety" label={t("actions.plan.safety")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={4_000} />
      </Item>
    </Section>
  );
}

/** 检查清单: from an office's template, of which the plan keeps a copy, or written here. */
export function ChecklistFields({ form }: { form: FormInstance<PlanValues> }) {
  const t = useText();
  const { data: templates } = useQuery(templatesQuery);
  const take = (templateId: string) => {
    const template = templates?.find((one) => one.id === templateId);
    if (!template) return;
    form.setFieldValue("checklist", {
      templateId,
      templateVersion: template.version,
      // Ids of its own: a run is a copy, and what is ticked belongs to this one.
      items: template.items.map(({ text, perStop }) => ({ id: newId(), text, perStop })),
    });
  };
  return (
    <Section
      title={t("actions.checklist.title")}
      aside={
        templates &&
        templates.length > 0 && (
          <Select
            size="small"
            style={{ minWidth: 220 }}
            placeholder={t("actions.checklist.take")}
            aria-label={t("actions.checklist.take")}
            options={templates.map(({ id, name, version }) => ({
              value: id,
              label: `${name} v${version}`,
            }))}
            onChange={take}
          />
        )
      }
    >
      <ListFields
        name={["checklist", "items"]}
        add={t("actions.checklist.add")}
        removeOf={(n) => t("actions.checklist.removeOf", { n })}
        fresh={newItem}
      >
        {(name, n) => (
          <>
            <Item name={[name, "text"]} noStyle>
              <Input
                className={styles.grow ?? ""}
                maxLength={200}
                aria-label={t("actions.checklist.textOf", { n })}
              />
            </Item>
            <Item name={[name, "perStop"]} valuePropName="checked" noStyle>
              <Checkbox>{t("actions.checklist.perStop")}</Checkbox>
            </Item>
          </>
        )}
      </ListFields>
    </Section>
  );
}
