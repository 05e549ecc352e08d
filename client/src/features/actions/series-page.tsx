import { calendarPageRoutes, type SeriesView } from "@hub/domain/actions/calendar-contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { dayTime } from "../../ui/time.ts";
import { useNow } from "../../ui/when.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { DayField } from "../leads/day-field.tsx";
import { ActionsNav } from "./actions-nav.tsx";
import { KindMark, useStateText } from "./marks.tsx";
import { seriesQuery } from "./queries.ts";
import { StartSeriesDialog } from "./series-dialog.tsx";
import { useRuleText } from "./rule-text.ts";
import { spanText } from "./span-text.ts";
import styles from "./actions.module.css";

type Ask =
  | { act: "skip" | "propose"; series: SeriesView; recurrenceAt: string }
  | { act: "end"; series: SeriesView };

/** 周期安排: for example each quarter's patrol, with its exceptions and what was made of it. */
export function SeriesPage() {
  const t = useText();
  const { data, error, refetch } = useQuery(seriesQuery);
  const [starting, setStarting] = useState(false);
  const [ask, setAsk] = useState<Ask | null>(null);
  return (
    <Page
      title={t("actions.series.title")}
      actions={
        <Button type="primary" onClick={() => setStarting(true)}>
          {t("actions.series.start")}
        </Button>
      }
    >
      <ActionsNav />
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={5} />}
      {data?.length === 0 && <p className="quiet">{t("actions.series.none")}</p>}
      {data?.map((series) => (
        <One key={series.id} series={series} onAsk={setAsk} />
      ))}
      <StartSeriesDialog open={starting} onClose={() => setStarting(false)} />
      {ask && <AskDialog ask={ask} onClose={() => setAsk(null)} />}
    </Page>
  );
}

function One({ series, onAsk }: { series: SeriesView; onAsk: (ask: Ask) => void }) {
  const t = useText();
  const ruleText = useRuleText();
  const stateText = useStateText();
  return (
    <Section
      title={series.title}
      aside={
        <>
          <KindMark kind={series.kind} /> {ruleText(series.rule)}
          {series.can.includes("end") && (
            <Button size="small" danger onClick={() => onAsk({ act: "end", series })}>
              {t("actions.series.end")}
            </Button>
          )}
        </>
      }
    >
      <p className="quiet">
        {series.officeIds.map((id, index) => (
          <span key={id}>
            {index > 0 && t("ui.list.comma")}
            <OfficeName id={id} short />
          </span>
        ))}
        {series.ended && ` · ${t("actions.series.ended", { on: series.ended.on })}`}
      </p>
      <ul className={styles.lines}>
        {series.made.map(({ recurrenceAt, actionId, state, span }) => (
          <li key={recurrenceAt}>
            <Link to={`/actions/${actionId}`} className="number">
              {span ? spanText(span) : dayTime(recurrenceAt)}
            </Link>
            <span>{stateText(series.kind, state)}</span>
          </li>
        ))}
        {series.skipped.map(({ recurrenceAt, reason, by }) => (
          <li key={recurrenceAt}>
            <s className="number">{dayTime(recurrenceAt)}</s>
            <span className="quiet">
              {reason} · {by.name}
            </span>
          </li>
        ))}
        {series.ahead.slice(0, 6).map(({ recurrenceAt, span }) => (
          <li key={recurrenceAt}>
            <span className="number">{spanText(span)}</span>
            <span className="quiet">{t("actions.series.ahead")}</span>
            {series.can.includes("propose") && (
              <Button
                size="small"
                aria-label={t("actions.series.proposeOf", { day: dayTime(recurrenceAt) })}
                onClick={() => onAsk({ act: "propose", series, recurrenceAt })}
              >
                {t("actions.series.propose")}
              </Button>
            )}
            {series.can.includes("skip") && (
              <Button
                size="small"
                aria-label={t("actions.series.skipOf", { day: dayTime(recurrenceAt) })}
                onClick={() => onAsk({ act: "skip", series, recurrenceAt })}
              >
                {t("actions.series.skip")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AskDialog({ ask, onClose }: { ask: Ask; onClose: () => void }) {
  const t = useText();
  const now = useNow();
  const client = useQueryClient();
  const params = { seriesId: ask.series.id };
  const common = {
    open: true,
    onClose,
    onDone: () => client.invalidateQueries({ queryKey: ["actions"] }),
    done: t("actions.done"),
  };
  const reason = (
    <Form.Item name="reason" label={t("actions.reason")}>
      <Input maxLength={500} />
    </Form.Item>
  );
  if (ask.act === "end")
    return (
      <ActDialog
        {...common}
        title={t("actions.series.end")}
        act={t("actions.series.end")}
        tone="harm"
        hint={t("actions.series.endHint")}
        initial={{ on: dayTime(now), reason: "" }}
        schema={calendarPageRoutes.endSeries.body}
        body={(id, { on, reason: why }) => ({ id, on, reason: why })}
        send={(body) => call(calendarPageRoutes.endSeries, { params, body })}
      >
        <Form.Item name="on" label={t("actions.series.on")}>
          <DayField />
        </Form.Item>
        {reason}
      </ActDialog>
    );
  const { recurrenceAt } = ask;
  return ask.act === "skip" ? (
    <ActDialog
      {...common}
      title={t("actions.series.skipOf", { day: dayTime(recurrenceAt) })}
      act={t("actions.series.skip")}
      tone="harm"
      initial={{ reason: "" }}
      schema={calendarPageRoutes.skip.body}
      body={(id, { reason: why }) => ({ id, recurrenceAt, reason: why })}
      send={(body) => call(calendarPageRoutes.skip, { params, body })}
    >
      {reason}
    </ActDialog>
  ) : (
    <ActDialog
      {...common}
      title={t("actions.series.proposeOf", { day: dayTime(recurrenceAt) })}
      act={t("actions.series.propose")}
      initial={{}}
      schema={calendarPageRoutes.propose.body}
      body={(id) => ({ id, recurrenceAt })}
      send={(body) => call(calendarPageRoutes.propose, { params, body })}
    />
  );
}
