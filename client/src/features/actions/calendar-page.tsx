import { ActionKind } from "@hub/domain/actions/contract";
import { useCalendarController } from "@fullcalendar/react";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Segmented, Select } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ActionsNav } from "./actions-nav.tsx";
import { Calendar, VIEWS, type CalendarView, type Drawn } from "./calendar.tsx";
import { calendarQuery } from "./queries.ts";
import { DrawnDialog } from "./drawn-dialog.tsx";
import styles from "./calendar.module.css";
import { GoButton } from "./go-button.tsx";

const NAMES = ["month", "week", "agenda"] as const;

/** 联合行动 by month, week or agenda; whoever coordinates one draws it to another day, and says why. */
export function CalendarPage() {
  const t = useText();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const [search, setSearch] = useSearchParams();
  const controller = useCalendarController();
  const [shown, setShown] = useState<{ from: string; to: string; title: string } | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const view: CalendarView =
    NAMES.find((one) => one === search.get("view")) ?? (phone ? "agenda" : "month");
  const kind = ActionKind.options.find((one) => one === search.get("kind"));
  const officeId = search.get("office") ?? undefined;
  const mine = search.get("mine") === "true";
  const query = useMemo(
    () => ({
      from: shown?.from ?? "",
      to: shown?.to ?? "",
      ...(kind ? { kind } : {}),
      ...(officeId ? { officeId } : {}),
      ...(mine ? { mine: "true" } : {}),
    }),
    [shown, kind, officeId, mine],
  );
  const { data, error, refetch } = useQuery({ ...calendarQuery(query), enabled: shown !== null });

  const set = (name: string, value: string | null) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const onRange = useCallback(
    (range: { from: string; to: string }, title: string) => setShown({ ...range, title }),
    [],
  );

  return (
    <Page
      title={t("actions.calendar.title")}
      actions={
        <GoButton to="/actions/new" primary>
          {t("actions.propose.title")}
        </GoButton>
      }
    >
      <ActionsNav />
      <div className={`${styles.tools} screen-only`}>
        <Button aria-label={t("actions.calendar.before")} onClick={() => controller.prev()}>
          ‹
        </Button>
        <Button onClick={() => controller.today()}>{t("actions.calendar.today")}</Button>
        <Button aria-label={t("actions.calendar.after")} onClick={() => controller.next()}>
          ›
        </Button>
        <h2 aria-live="polite">{shown?.title}</h2>
        <span className={styles.spring} />
        <Checkbox
          checked={mine}
          onChange={(event) => set("mine", event.target.checked ? "true" : null)}
        >
          {t("actions.list.mine")}
        </Checkbox>
        <Select
          allowClear
          value={kind ?? null}
          placeholder={t("actions.list.allKinds")}
          aria-label={t("actions.list.kind")}
          style={{ width: 130 }}
          options={ActionKind.options.map((value) => ({
            value,
            label: t(`actions.kind.${value}`),
          }))}
          onChange={(value: ActionKind | null) => set("kind", value)}
        />
        <Segmented<CalendarView>
          value={view}
          aria-label={t("actions.calendar.view.label")}
          options={NAMES.map((value) => ({ value, label: t(`actions.calendar.view.${value}`) }))}
          onChange={(next) => {
            set("view", next);
            controller.changeView(VIEWS[next]);
          }}
        />
        <div style={{ width: phone ? "100%" : 200 }}>
          <OfficeFilter value={officeId} onChange={(id) => set("office", id)} />
        </div>
      </div>
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      <Calendar
        page={data}
        view={view}
        controller={controller}
        onRange={onRange}
        onOpen={(path) => void navigate(path)}
        onDrawn={setDrawn}
      />
      {drawn && <DrawnDialog drawn={drawn} onClose={() => setDrawn(null)} />}
    </Page>
  );
}

function OfficeFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (officeId: string | null) => void;
}) {
  const t = useText();
  const offices = useOffices();
  const nameOf = useOfficeName();
  return (
    <Select
      allowClear
      value={value ?? null}
      style={{ width: "100%" }}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("actions.list.allOffices")}
      aria-label={t("actions.list.office")}
      options={offices.list
        .filter((one) => one.connected)
        .map(({ id }) => ({ value: id, label: nameOf(id, true) }))}
      onChange={(id: string | undefined) => onChange(id ?? null)}
    />
  );
}
