import { DatePicker } from "antd";
import dayjs from "dayjs";
import { landmarkOf } from "../../ui/landmark.ts";

interface DayFieldProps {
  id?: string;
  value?: string | null;
  onChange?: (day: string | null) => void;
  /** No later than today; for what has happened. */
  past?: boolean;
}

/** A day as the contracts write it (YYYY-MM-DD) in a form. */
export function DayField({ id, value, onChange, past = false }: DayFieldProps) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format("YYYY-MM-DD") : null)}
      {...(past ? { maxDate: dayjs() } : {})}
      // Enter takes the day that was typed; it must not send the form as well.
      onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      getPopupContainer={landmarkOf}
      style={{ width: "100%" }}
    />
  );
}
