import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import type { AgreementObligations, ObligationView } from "@hub/domain/obligations/contract";
import { useText } from "../../app/i18n.ts";
import { LinesSkeleton } from "../../ui/lines-skeleton.tsx";
import { useOfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { DefineDialog } from "./acts/obligation-dialogs.tsx";
import { agreementBoardQuery } from "../dashboards/queries.ts";
import { AgreementsNav } from "./agreements-nav.tsx";
import { useToday } from "./due-day.tsx";
import { ObligationActs } from "./obligation-acts.tsx";
import { agreementObligationsQuery } from "./queries.ts";
import { monthsOfRows } from "./strip.ts";
import { useTermsText } from "./terms-text.ts";
import { TurnLine } from "./turn.tsx";
import { StripLegend, YearStrip } from "./year-strip.tsx";
import { YearStep } from "./year-step.tsx";
import styles from "./agreement-obligations.module.css";

interface AgreementObligationsProps {
  agreementId: string;
  /** Of the days on which something falls due; the present one, where it is left out. */
  year?: number;
  /** Words for the clause from which an obligation comes (第五条), by its id, for whoever has the text at hand. */
  clauseName?: (clauseId: string) => string | null;
}

/** 落实事项 of one agreement: for its page, and as a page of its own. */
export function AgreementObligationList({
  agreementId,
  year,
  clauseName,
}: AgreementObligationsProps) {
  const t = useText();
  const [defining, setDefining] = useState(false);
  const [used, setUsed] = useState(false);
  const { data, error, refetch } = useQuery(agreementObligationsQuery(agreementId, year));
  if (error && !data) return <ProblemNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton rows={6} />;
  return (
    <>
      <Section title={t("obligations.turn.title")}>
        <TurnLine of={data} />
      </Section>
      <Section
        title={t("obligations.title")}
        aside={
          data.can.includes("define") && (
            <Button
              size="small"
              className="screen-only"
              onClick={() => {
                setUsed(true);
                setDefining(true);
              }}
            >
              {t("obligations.act.define")}
            </Button>
          )
        }
      >
        {data.obligations.length === 0 ? (
          <p className="quiet">{t("obligations.none")}</p>
        ) : (
          <>
            <StripLegend />
            <ul>
              {data.obligations.map((one) => (
                <Obligation
                  key={one.id}
                  one={one}
                  of={data}
                  clause={one.clauseId === null ? null : (clauseName?.(one.clauseId) ?? null)}
                />
              ))}
            </ul>
          </>
        )}
      </Section>
      {used && (
        <DefineDialog
          agreementId={agreementId}
          parties={data.turn.order}
          open={defining}
          onClose={() => setDefining(false)}
        />
      )}
    </>
  );
}

interface ObligationProps {
  one: ObligationView;
  of: AgreementObligations;
  clause: string | null;
}

function Obligation({ one, of, clause }: ObligationProps) {
  const t = useText();
  const text = useTermsText();
  const { terms } = one;
  const origin =
    one.clauseId === null ? t("obligations.byHand") : (clause ?? t("obligations.byClause"));
  return (
    <li className={styles.obligation}>
      <div className={styles.what}>
        <h3>{terms.title}</h3>
        <p className={styles.terms}>
          <span>{origin}</span>
          <span>{t(`obligations.kind.${terms.kind}`)}</span>
          <span>{text.recurrence(terms.recurrence)}</span>
          <span>{text.responsible(terms)}</span>
          <span>{text.window(terms)}</span>
          <span>{t(`obligations.confirmation.${terms.confirmation}`)}</span>
          {one.handler && <span>{t("obligations.handledBy", { who: one.handler.name })}</span>}
        </p>
        {one.ended && (
          <p className={styles.ended}>
            {t("obligations.endedOn", { day: one.ended.on, reason: one.ended.reason })}
          </p>
        )}
        <div className={`${styles.acts} screen-only`}>
          <ObligationActs obligation={one} parties={of.turn.order} />
        </div>
      </div>
      <OfficeStrips one={one} of={of} />
    </li>
  );
}

/** One strip for each office that owes it, in signing order: what each party does for itself stands apart. */
function OfficeStrips({ one, of }: Omit<ObligationProps, "clause">) {
  const nameOf = useOfficeName();
  const owing = of.turn.order.filter((id) => one.occurrences.some((row) => row.officeId === id));
  // Whoever has left may still owe what was open then.
  const left = one.occurrences.map((row) => row.officeId).filter((id) => !owing.includes(id));
  const apart = one.terms.responsible.who === "each" ? [...new Set([...owing, ...left])] : [null];
  return (
    <div className={styles.strips}>
      {apart.map((officeId) => (
        <div key={officeId ?? ""} className={styles.strip}>
          {officeId !== null && <span className="quiet">{nameOf(officeId, true)}</span>}
          <YearStrip
            label={[one.terms.title, officeId && nameOf(officeId, true)].filter(Boolean).join("　")}
            months={monthsOfRows(
              of.year,
              one.occurrences.filter((row) => officeId === null || row.officeId === officeId),
            )}
          />
        </div>
      ))}
    </div>
  );
}

/** The same as a page of its own, year by year. */
export function AgreementObligationsPage() {
  const t = useText();
  const { agreementId = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const today = useToday();
  const year = Number(search.get("year")) || Number(today.slice(0, 4));
  const { data } = useQuery(agreementBoardQuery(agreementId, year));
  const title = data?.line.title;
  return (
    <Page
      title={title ?? t("obligations.title")}
      aside={
        <YearStep
          year={year}
          onYear={(next) => setSearch({ year: String(next) }, { replace: true })}
        />
      }
      actions={
        <>
          <Link to={`/agreements/${agreementId}/dashboard?year=${year}`}>
            {t("obligations.nav.board")}
          </Link>
          <Link to={`/agreements/${agreementId}/years/${year}`}>{t("obligations.nav.year")}</Link>
          <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        </>
      }
      paper={`${title ?? ""}　${t("obligations.title")}　${year}`}
    >
      <AgreementsNav />
      <AgreementObligationList agreementId={agreementId} year={year} />
    </Page>
  );
}
