import {
  Frequency,
  type Clause,
  type ClauseField,
  type ClauseValues,
} from "@hub/domain/clauses/contract";
import { fieldsOf, obligationOf, readsOf } from "@hub/domain/clauses/rules";
import { Input, InputNumber, Select } from "antd";
import { useId } from "react";
import { useText } from "../../app/i18n.ts";
import { usePartyName } from "./names.tsx";
import styles from "./clause-editor.module.css";

type ClauseValue = ClauseValues[string];

interface PartyOfText {
  officeId: string | null;
  name: string;
}

interface ValueFieldProps {
  field: ClauseField;
  value: ClauseValue | undefined;
  parties: readonly PartyOfText[];
  onChange: (value: ClauseValue | undefined) => void;
}

/** One blank of an article, by what may stand in it. */
function ValueField({ field, value, parties, onChange }: ValueFieldProps) {
  const t = useText();
  const nameOf = usePartyName();
  const id = useId();
  const label = t(`agreements.clause.field.${field.name as "days"}`);
  const unit =
    field.type === "days"
      ? t(`agreements.clause.unit.${field.unit ?? "days"}`)
      : field.type === "count"
        ? t("agreements.clause.unit.count")
        : "";
  const control = () => {
    switch (field.type) {
      case "frequency":
        return (
          <Select
            id={id}
            value={value ?? null}
            allowClear
            options={Frequency.options.map((one) => ({
              value: one,
              label: t(`agreements.clause.frequency.${one}`),
            }))}
            onChange={(next: ClauseValue | undefined) => onChange(next)}
          />
        );
      case "responsible":
        return (
          <Select
            id={id}
            value={value ?? null}
            allowClear
            options={[
              { value: "each", label: t("agreements.clause.responsible.each") },
              { value: "rotation", label: t("agreements.clause.responsible.rotation") },
              ...parties.map((party, index) => ({
                value: `party:${index}`,
                label: nameOf(party, true),
              })),
            ]}
            onChange={(next: ClauseValue | undefined) => onChange(next)}
          />
        );
      case "days":
      case "count":
        return (
          <InputNumber
            id={id}
            min={1}
            max={10_000}
            precision={0}
            value={typeof value === "number" ? value : null}
            onChange={(next) => onChange(next ?? undefined)}
          />
        );
      default:
        return (
          <Input
            id={id}
            maxLength={200}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        );
    }
  };
  return (
    <div className={styles.value}>
      <label htmlFor={id}>
        {label}
        {unit && <span className="quiet">（{unit}）</span>}
      </label>
      {control()}
    </div>
  );
}

interface ClauseEditorProps {
  clause: Clause;
  onChange: (clause: Clause) => void;
  parties: readonly PartyOfText[];
}

/** Heading, text and blanks of one article, with how it reads and whether it will be followed up. */
export function ClauseEditor({ clause, onChange, parties }: ClauseEditorProps) {
  const t = useText();
  const headingId = useId();
  const textId = useId();
  const fields = fieldsOf(clause);
  const set = (name: string, value: ClauseValue | undefined) => {
    const { [name]: _before, ...rest } = clause.values;
    onChange({ ...clause, values: value === undefined ? rest : { ...rest, [name]: value } });
  };
  const obligation = obligationOf(clause);
  return (
    <div className={styles.editor}>
      <label htmlFor={headingId}>{t("agreements.clause.heading")}</label>
      <Input
        id={headingId}
        value={clause.heading}
        maxLength={40}
        onChange={(event) => onChange({ ...clause, heading: event.target.value })}
      />
      <label htmlFor={textId}>{t("agreements.clause.text")}</label>
      <Input.TextArea
        id={textId}
        value={clause.text}
        autoSize={{ minRows: 2 }}
        maxLength={4_000}
        onChange={(event) => onChange({ ...clause, text: event.target.value })}
      />
      {fields.length > 0 && (
        <>
          <div className={styles.values}>
            {fields.map((field) => (
              <ValueField
                key={field.name}
                field={field}
                value={clause.values[field.name]}
                parties={parties}
                onChange={(value) => set(field.name, value)}
              />
            ))}
          </div>
          <p className={styles.reads}>
            <span className="quiet">{t("agreements.clause.reads")}</span> {readsOf(clause, parties)}
          </p>
        </>
      )}
      {obligation && (
        <p className={styles.owes}>
          {t("agreements.clause.owes", {
            recurrence: t(`agreements.clause.recurrence.${obligation.recurrence}`),
            count: obligation.count,
          })}
        </p>
      )}
    </div>
  );
}
