import { Checkbox, DatePicker, TimePicker } from "antd";
import dayjs from "dayjs";
import { useText } from "../../app/i18n.ts";
import { landmarkOf } from "../../ui/landmark.ts";
import type { SpanFields } from "./span-text.ts";
import styles from "./actions.module.css";

interface SpanFieldProps {
  id?: string;
  value?: SpanFields;
  onChange?: (value: SpanFields) => void;
  /** Which one of several it is, for a screen reader. */
  label?: string;
}

/** From when to when: two days and two clock times of Beijing, or whole days. */
export function SpanField({ id, value, onChange, label = "" }: SpanFieldProps) {
  const t = useText();
  if (!value) return null;
  const set = (change: Partial<SpanFields>) => onChange?.({ ...value, ...change });
  const day = (name: "from" | "to") => (
    <DatePicker
      {...(name === "from" && id ? { id } : {})}
      value={dayjs(value[name])}
      allowClear={false}
      aria-label={`${label}${t(`actions.span.${name}`)}`}
      getPopupContainer={landmarkOf}
      onChange={(next) => {
        const text = next?.format("YYYY-MM-DD") ?? value[name];
        set(
          name === "from" && value.to <= value.from
            ? { from: text, to: text }
            : name === "from" && value.to < text
              ? { from: text, to: text }
              : { [name]: text },
        );
      }}
    />
  );
  const clock = (name: "start" | "end") =>
    !value.allDay && (
      <TimePicker
        value={dayjs(`2000-01-01T${value[name]}`)}
        format="HH:mm"
        minuteStep={5}
        needConfirm={false}
        allowClear={false}
        aria-label={`${label}${t(`actions.span.${name}`)}`}
        getPopupContainer={landmarkOf}
        onChange={(next) => set({ [name]: next?.format("HH:mm") ?? value[name] })}
        style={{ width: 92 }}
      />
    );
  return (
    <div className={styles.spanField}>
      {day("from")}
      {clock("start")}
      <span aria-hidden="true">—</span>
      {day("to")}
      {clock("end")}
      <Checkbox checked={value.allDay} onChange={(event) => set({ allDay: event.target.checked })}>
        {t("actions.span.allDay")}
      </Checkbox>
    </div>
  );
}
