import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams, useSearchParams } from "react-router";
import type { EvidenceView, OccurrenceView } from "@hub/domain/obligations/contract";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { Facts } from "../../ui/facts.tsx";
import { OfficeName, useOfficeName } from "../../ui/names.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import { FrozenFiles } from "../exchanges/frozen-files.tsx";
import { AgreementsNav } from "./agreements-nav.tsx";
import { DueDay } from "./due-day.tsx";
import { historyOf } from "./history.ts";
import { OccurrenceActs } from "./occurrence-acts.tsx";
import { usePeriodText } from "./period.ts";
import { obligationQuery, occurrenceQuery } from "./queries.ts";
import { monthsOfRows } from "./strip.ts";
import { OccurrenceMark } from "./symbol.tsx";
import { YearStrip } from "./year-strip.tsx";
import styles from "./occurrence.module.css";

/** One 落实事项 of one period: what is owed until when, what proves it, and what the parties said. */
export function OccurrencePage() {
  const t = useText();
  const { occurrenceId = "" } = useParams();
  const { data: view, error } = useQuery(occurrenceQuery(occurrenceId));
  if (error && !view)
    return (
      <Page
        title={t(problemOf(error).code === "not_found" ? "obligations.gone" : "obligations.title")}
        width="text"
      >
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Occurrence key={occurrenceId} view={view} /> : <PageSkeleton rows={8} />;
}

function Occurrence({ view }: { view: OccurrenceView }) {
  const t = useText();
  const periodText = usePeriodText();
  const [search, setSearch] = useSearchParams();
  const clearFirst = () =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete("act");
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={`${view.title}　${periodText(view.period)}`}
      aside={<OccurrenceMark state={view.state} />}
      actions={
        <>
          <OccurrenceActs view={view} first={search.get("act")} onFirstClosed={clearFirst} />
          <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        </>
      }
      paper={`${view.title}　${periodText(view.period)}　${t(`obligations.state.${view.state}`)}`}
    >
      <AgreementsNav />
      <div className={styles.columns}>
        <div>
          <WhatIsOwed view={view} />
          <Section title={t("obligations.evidence.title")}>
            {view.evidence.length === 0 ? (
              <p className="quiet">{t("obligations.evidence.none")}</p>
            ) : (
              <ul>
                {view.evidence.map((one) => (
                  <Evidence key={one.id} one={one} />
                ))}
              </ul>
            )}
          </Section>
        </div>
        <div>
          <History view={view} />
          <SameObligation view={view} />
        </div>
      </div>
    </Page>
  );
}

function WhatIsOwed({ view }: { view: OccurrenceView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const confirmed = view.confirmed.map((by) => nameOf(by.officeId, true)).join(t("ui.list.comma"));
  return (
    <Facts
      facts={[
        [
          t("obligations.fact.agreement"),
          <Link key="to" to={`/agreements/${view.agreementId}`}>
            {view.agreementTitle}
          </Link>,
        ],
        [t("obligations.fact.kind"), t(`obligations.kind.${view.kind}`)],
        [
          t("obligations.fact.office"),
          <>
            <OfficeName key="office" id={view.officeId} />
            {view.rotates && <span className="quiet">{t("obligations.who.byTurn")}</span>}
          </>,
        ],
        ...(view.event
          ? [
              [t("obligations.fact.event"), `${view.event.on}　${view.event.text}`] as [
                string,
                string,
              ],
            ]
          : []),
        [
          t("obligations.fact.opens"),
          <span key="opens" className="number">
            {view.opensOn}
          </span>,
        ],
        [t("obligations.fact.due"), <DueDay key="due" row={view} />],
        [
          t("obligations.fact.times"),
          t("obligations.fact.timesOf", { done: view.done, times: view.times }),
        ],
        [
          t("obligations.fact.confirmation"),
          confirmed
            ? t("obligations.fact.confirmedBy", { offices: confirmed })
            : t(`obligations.confirmation.${view.confirmation}`),
        ],
      ]}
    />
  );
}

function Evidence({ one }: { one: EvidenceView }) {
  const t = useText();
  return (
    <li className={styles.evidence}>
      <div className={styles.head}>
        <strong>{t(`obligations.evidenceKind.${one.kind}`)}</strong>
        <span className="number">{one.on}</span>
        <span className="quiet">
          <OfficeName id={one.by.officeId} short /> {one.by.name} <When at={one.by.at} short />
        </span>
      </div>
      {one.kind !== "record" && (
        <p>
          {one.ref ? (
            <Link to={`/${one.ref.kind === "exchange" ? "exchanges" : "actions"}/${one.ref.id}`}>
              {one.ref.title}
              {one.ref.number && `（${one.ref.number}）`}
            </Link>
          ) : (
            <span className="quiet">{t("obligations.evidence.notYours")}</span>
          )}
        </p>
      )}
      {one.text && <p className={styles.text}>{one.text}</p>}
      <FrozenFiles files={one.files} />
      {one.refuted && (
        <p className={styles.refuted}>
          {t("obligations.evidence.refuted")}
          {t("ui.list.colon")}
          {one.refuted.reason}
        </p>
      )}
      <p className={styles.digest} title={one.digest}>
        {t("obligations.evidence.digest")} {one.digest.slice(0, 16)}
      </p>
    </li>
  );
}

function History({ view }: { view: OccurrenceView }) {
  const t = useText();
  const all = historyOf(view);
  return (
    <Section title={t("obligations.history.title")}>
      {all.length === 0 && <p className="quiet">{t("obligations.history.none")}</p>}
      <ol>
        {all.map(({ key, what, by, words }) => (
          <li key={key} className={styles.happened}>
            <span>
              {by && (
                <>
                  <OfficeName id={by.officeId} short /> {by.name}{" "}
                </>
              )}
              {t(`obligations.history.${what}`)}
              {words && `${t("ui.list.colon")}${words}`}
            </span>
            {by && (
              <span className="quiet">
                <When at={by.at} short />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Where this one stands among its sisters of the year. */
function SameObligation({ view }: { view: OccurrenceView }) {
  const t = useText();
  const year = Number(view.dueOn.slice(0, 4));
  const { data } = useQuery(obligationQuery(view.obligationId, year));
  if (!data) return null;
  return (
    <Section
      title={t("obligations.strip.ofYear", { year })}
      aside={
        <Link to={`/agreements/${view.agreementId}/obligations?year=${year}`}>
          {t("obligations.allOfAgreement")}
        </Link>
      }
    >
      <YearStrip label={data.terms.title} months={monthsOfRows(year, data.occurrences)} />
    </Section>
  );
}
