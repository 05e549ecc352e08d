import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Form, Input, InputNumber, Segmented } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import {
  calendarRoute,
  setCalendarRoute,
  type CalendarDay,
  type CalendarView,
} from "@hub/domain/calendar/contract";
import { newId } from "@hub/domain/kernel/ids";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { weekday } from "../../ui/time.ts";
import { landmarkOf } from "../../ui/landmark.ts";
import styles from "./administration.module.css";

/** Holidays and make-up working days by which all periods are counted. */
export function CalendarPage() {
  const t = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ["calendar"],
    queryFn: ({ signal }) => call(calendarRoute, { signal }),
  });
  const [editing, setEditing] = useState(false);
  const years = [...new Set((data?.days ?? []).map((one) => one.day.slice(0, 4)))].toSorted();
  const [year, setYear] = useState<string | null>(null);
  const shown = year ?? years.at(-1) ?? "";
  return (
    <Page
      title={t("administration.calendar.title")}
      width="text"
      actions={
        data && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {t("administration.calendar.enter")}
          </Button>
        )
      }
    >
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={10} />}
      {data && (
        <>
          <p className={styles.note}>
            {t("administration.calendar.hint", { year: data.publishedThrough })}
          </p>
          <Segmented
            className="screen-only"
            value={shown}
            options={years}
            onChange={setYear}
            aria-label={t("administration.calendar.year")}
          />
          <Section title={shown}>
            <ul className={styles.days}>
              {data.days
                .filter((one) => one.day.startsWith(shown))
                .map((one) => (
                  <li key={one.day} data-working={one.working}>
                    <span className="number">{one.day.slice(5)}</span>
                    <span className="quiet">{t(`ui.timeline.weekday.${weekday(one.day)}`)}</span>
                    <span>{one.name}</span>
                    <span className={styles.kind}>
                      {one.working
                        ? t("administration.calendar.working")
                        : t("administration.calendar.holiday")}
                      {one.edited && (
                        <span className="quiet">　{t("administration.calendar.edited")}</span>
                      )}
                    </span>
                  </li>
                ))}
            </ul>
          </Section>
        </>
      )}
      {editing && data && <Enter calendar={data} onClose={() => setEditing(false)} />}
    </Page>
  );
}

interface Values {
  days: { span: [Dayjs, Dayjs]; working: boolean; name: string }[];
  publishedThrough: number;
  basis: string;
}

/** Every day from the first to the last. */
function spread({ days }: Pick<Values, "days">): CalendarDay[] {
  return days.flatMap(({ span: [from, until], working, name }) => {
    const all: CalendarDay[] = [];
    for (let day = from; !day.isAfter(until, "day") && all.length < 60; day = day.add(1, "day"))
      all.push({ day: day.format("YYYY-MM-DD"), working, name });
    return all;
  });
}

function Enter({ calendar, onClose }: { calendar: CalendarView; onClose: () => void }) {
  const t = useText();
  const [id] = useState(newId);
  const set = useAct(setCalendarRoute, ["calendar"]);
  const needed = [{ required: true, message: t("ui.required") }];
  return (
    <FormDialog<Values>
      width={720}
      title={t("administration.calendar.enter")}
      act={t("ui.save")}
      what={<p className={styles.note}>{t("administration.calendar.enterWhat")}</p>}
      initial={{
        days: [{ working: false }],
        publishedThrough: calendar.publishedThrough,
      }}
      pending={set.isPending}
      onClose={onClose}
      send={(values, then) => {
        const { publishedThrough, basis } = values;
        const body = {
          id,
          expects: calendar.version,
          days: spread(values),
          publishedThrough,
          basis,
        };
        set.mutate({ body }, then);
      }}
    >
      <Form.List name="days">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className={styles.dayRow}>
                <Form.Item name={[field.name, "span"]} rules={needed}>
                  <DatePicker.RangePicker
                    getPopupContainer={landmarkOf}
                    aria-label={t("administration.calendar.days")}
                  />
                </Form.Item>
                <Form.Item name={[field.name, "working"]}>
                  <Segmented
                    aria-label={t("administration.calendar.kind")}
                    options={[
                      { value: false, label: t("administration.calendar.holiday") },
                      { value: true, label: t("administration.calendar.working") },
                    ]}
                  />
                </Form.Item>
                <Form.Item name={[field.name, "name"]} rules={needed}>
                  <Input
                    maxLength={40}
                    placeholder={t("administration.calendar.name")}
                    aria-label={t("administration.calendar.name")}
                  />
                </Form.Item>
                <Button type="text" onClick={() => remove(field.name)}>
                  {t("ui.files.remove")}
                </Button>
              </div>
            ))}
            <Button style={{ marginBottom: 16 }} onClick={() => add({ working: false })}>
              {t("administration.calendar.more")}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item
        name="publishedThrough"
        label={t("administration.calendar.published")}
        rules={needed}
      >
        <InputNumber min={2024} max={2100} />
      </Form.Item>
      <Form.Item
        name="basis"
        label={t("account.delegations.basis")}
        extra={t("administration.calendar.basisHint")}
        rules={needed}
      >
        <Input maxLength={300} />
      </Form.Item>
    </FormDialog>
  );
}
