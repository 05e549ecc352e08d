import type { EffectRule, Term } from "@hub/domain/agreements/contract";
import { InputNumber, Radio, Space } from "antd";
import { useText } from "../../app/i18n.ts";
import { DayField } from "../leads/day-field.tsx";

interface FieldProps<Value> {
  value?: Value;
  onChange?: (value: Value) => void;
}

/** 自印发之日起, 自某日起, 自最后一方签署之日起. A day that is still to be named is empty: the contract asks for it. */
export function EffectField({ value = { from: "issue" }, onChange }: FieldProps<EffectRule>) {
  const t = useText();
  return (
    <Space orientation="vertical" size={4}>
      <Radio.Group
        value={value.from}
        aria-label={t("agreements.form.effect")}
        options={(["issue", "day", "last_signature"] as const).map((from) => ({
          value: from,
          label: t(`agreements.form.effectFrom.${from}`),
        }))}
        onChange={({ target }) => {
          const from = target.value as EffectRule["from"];
          onChange?.(from === "day" ? { from, on: "" } : { from });
        }}
      />
      {value.from === "day" && (
        <DayField
          id="effect-day"
          value={value.on || null}
          onChange={(on) => onChange?.({ from: "day", on: on ?? "" })}
        />
      )}
    </Space>
  );
}

/** 长期有效, 至某日, 若干年. */
export function TermField({ value = { kind: "long" }, onChange }: FieldProps<Term>) {
  const t = useText();
  return (
    <Space orientation="vertical" size={4}>
      <Radio.Group
        value={value.kind}
        aria-label={t("agreements.form.term")}
        options={(["long", "until", "years"] as const).map((kind) => ({
          value: kind,
          label: t(`agreements.form.termKind.${kind}`),
        }))}
        onChange={({ target }) => {
          const kind = target.value as Term["kind"];
          if (kind === "long") onChange?.({ kind });
          else onChange?.(kind === "until" ? { kind, on: "" } : { kind, count: 3 });
        }}
      />
      {value.kind === "until" && (
        <DayField
          id="term-day"
          value={value.on || null}
          onChange={(on) => onChange?.({ kind: "until", on: on ?? "" })}
        />
      )}
      {value.kind === "years" && (
        <InputNumber
          min={1}
          max={50}
          precision={0}
          aria-label={t("agreements.form.years")}
          value={value.count}
          onChange={(count) => onChange?.({ kind: "years", count: count ?? 1 })}
        />
      )}
    </Space>
  );
}
