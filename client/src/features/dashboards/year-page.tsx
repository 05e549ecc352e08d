import { useQuery } from "@tanstack/react-query";
import type { Held, Traced, YearView } from "@hub/domain/dashboards/contract";
import { paperRoutes } from "@hub/domain/papers/contract";
import { Button } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import { AgreementsNav } from "../obligations/agreements-nav.tsx";
import { usePeriodText } from "../obligations/period.ts";
import { OccurrenceMark } from "../obligations/symbol.tsx";
import { YearStep } from "../obligations/year-step.tsx";
import { yearQuery } from "./queries.ts";
import { TracedFigure } from "./traced.tsx";
import tables from "./tables.module.css";
import styles from "./year-page.module.css";

/** 年度汇编: one year of one agreement, every figure with the entries it rests on; as a page, a document and a table. */
export function YearPage() {
  const t = useText();
  const navigate = useNavigate();
  const { agreementId = "", year: text = "" } = useParams();
  const year = Number(text);
  const { data, error, refetch } = useQuery(yearQuery(agreementId, year));
  if (error && !data)
    return (
      <Page title={t("dashboards.year.title")}>
        <ProblemNote thrown={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data) return <PageSkeleton rows={10} />;
  const params = { agreementId, year: String(year) };
  const title = t("dashboards.year.of", { title: data.title, year });
  return (
    <Page
      title={title}
      aside={
        <YearStep
          year={year}
          onYear={(next) => void navigate(`/agreements/${agreementId}/years/${next}`)}
        />
      }
      actions={
        <>
          <Button type="primary" href={addressOf(paperRoutes.yearDocument, params)} download>
            {t("dashboards.year.document")}
          </Button>
          <Button href={addressOf(paperRoutes.yearTable, params)} download>
            {t("dashboards.year.table")}
          </Button>
          <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        </>
      }
    >
      <AgreementsNav />
      <p className="quiet">
        {data.parties.map((party, index) => (
          <span key={party.officeId ?? party.name}>
            {index > 0 && t("ui.list.comma")}
            {party.officeId ? <OfficeName id={party.officeId} /> : party.name}
          </span>
        ))}
        {t("ui.list.stop")}
        {t("dashboards.countedAt")} <When at={data.at} />
        {t("ui.list.stop")}
        {t("dashboards.year.traced")}
      </p>
      <dl className={styles.totals}>
        {data.totals.map((one) => (
          <div key={one.key}>
            <dt>{t(`dashboards.figure.${one.key}`)}</dt>
            <dd>
              <TracedFigure one={one} view={data} />
            </dd>
          </div>
        ))}
      </dl>
      <Leads data={data} />
      <HeldSection title={t("dashboards.figure.actions")} held={data.actions} />
      <HeldSection title={t("dashboards.figure.conferences")} held={data.conferences} />
      <Obligations data={data} />
    </Page>
  );
}

function FigureRow({ figures, view }: { figures: readonly Traced[]; view: YearView }) {
  const t = useText();
  return (
    <p className={styles.row}>
      {figures.map((one) => (
        <span key={one.key}>
          {t(`dashboards.figure.${one.key}`)} <TracedFigure one={one} view={view} />
        </span>
      ))}
    </p>
  );
}

function Leads({ data }: { data: YearView }) {
  const t = useText();
  return (
    <Section title={t("dashboards.leads.title")}>
      {data.leads.length === 0 && <p className="quiet">{t("dashboards.leads.none")}</p>}
      {data.leads.map((way) => (
        <div key={`${way.fromOfficeId}.${way.toOfficeId}.${way.kind}`} className={styles.part}>
          <h3>
            <OfficeName id={way.fromOfficeId} short /> → <OfficeName id={way.toOfficeId} short />
            {"　"}
            {t(`exchanges.kind.${way.kind}`)}
          </h3>
          <FigureRow figures={way.figures} view={data} />
          <div className={tables.scroll}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">{t("dashboards.year.number")}</th>
                  <th scope="col">{t("dashboards.year.lead")}</th>
                  <th scope="col">{t("dashboards.year.sentOn")}</th>
                  <th scope="col">{t("obligations.ledger.state")}</th>
                  <th scope="col">{t("dashboards.year.feedback")}</th>
                </tr>
              </thead>
              <tbody>
                {way.rows.map((row) => (
                  <tr key={row.exchangeId}>
                    <td className="number">{row.number}</td>
                    <td className={tables.title}>
                      <Link to={`/exchanges/${row.exchangeId}`}>{row.title}</Link>
                    </td>
                    <td className={`${tables.day} number`}>{row.sentOn}</td>
                    <td>{t(`exchanges.state.${row.state}`)}</td>
                    <td>
                      {row.feedback ? (
                        t(`exchanges.feedback.kinds.${row.feedback}`)
                      ) : (
                        <span className="quiet">{t("ui.none")}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      ))}
    </Section>
  );
}

function HeldSection({ title, held }: { title: string; held: readonly Held[] }) {
  const t = useText();
  const periodText = usePeriodText();
  return (
    <Section title={title}>
      {held.length === 0 ? (
        <p className="quiet">{t("dashboards.year.nothing")}</p>
      ) : (
        <ul>
          {held.map((one) => (
            <li key={`${one.occurrenceId}.${one.on}`} className={styles.held}>
              <span className="number">{one.on}</span>
              <Link to={`/occurrences/${one.occurrenceId}`}>
                {one.title}　{periodText(one.period)}
              </Link>
              <OfficeName id={one.officeId} short />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Obligations({ data }: { data: YearView }) {
  const t = useText();
  const periodText = usePeriodText();
  return (
    <Section title={t("obligations.title")}>
      {data.obligations.length === 0 && <p className="quiet">{t("obligations.none")}</p>}
      {data.obligations.map((one) => (
        <div key={one.obligationId} className={styles.part}>
          <h3>
            {one.title}　<span className="quiet">{t(`obligations.kind.${one.kind}`)}</span>
          </h3>
          <FigureRow figures={one.figures} view={data} />
          <div className={tables.scroll}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">{t("obligations.ledger.period")}</th>
                  <th scope="col">{t("obligations.ledger.office")}</th>
                  <th scope="col">{t("obligations.ledger.state")}</th>
                  <th scope="col">{t("obligations.ledger.due")}</th>
                  <th scope="col">{t("obligations.ledger.met")}</th>
                </tr>
              </thead>
              <tbody>
                {one.rows.map((row) => (
                  <tr key={row.occurrenceId}>
                    <td>
                      <Link to={`/occurrences/${row.occurrenceId}`}>{periodText(row.period)}</Link>
                    </td>
                    <td>
                      <OfficeName id={row.officeId} short />
                    </td>
                    <td>
                      <OccurrenceMark state={row.state} />
                    </td>
                    <td className="number">{row.dueOn}</td>
                    <td className="number">
                      {row.metOn}
                      {row.lateDays > 0 &&
                        `（${t("obligations.due.metLate", { count: row.lateDays })}）`}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      ))}
    </Section>
  );
}
