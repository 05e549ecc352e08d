import { useQuery } from "@tanstack/react-query";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { Button } from "antd";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import rowStyles from "../leads/rows.module.css";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useArticleText } from "./names.tsx";
import { adoptionQuery, agreementQuery } from "./queries.ts";
import styles from "./adoption.module.css";

/** 征求意见采纳情况: every released proposal with what became of it; makes itself, and prints. */
export function AdoptionPage() {
  const t = useText();
  const navigate = useNavigate();
  const articleOf = useArticleText();
  const { agreementId = "" } = useParams();
  const [search] = useSearchParams();
  const number = Number(search.get("number")) || null;
  const { data: view } = useQuery(agreementQuery(agreementId));
  const { data: rows, error, refetch } = useQuery(adoptionQuery(agreementId, number));
  const title = t("agreements.adoption.title");
  return (
    <div className="landscape">
      <Page
        title={title}
        paper={view ? `${view.title} ${title}` : title}
        aside={view && <Link to={`/agreements/${agreementId}`}>{view.title}</Link>}
        actions={
          <>
            <Button onClick={() => void navigate(`/agreements/${agreementId}`)}>
              {t("ui.back")}
            </Button>
            <Button
              href={addressOf(
                proposalRoutes.adoptionDocument,
                { agreementId },
                number === null ? {} : { number },
              )}
            >
              {t("agreements.reader.document")}
            </Button>
            <Button onClick={() => window.print()}>{t("ui.print")}</Button>
          </>
        }
      >
        <ProblemNote thrown={error} onRetry={() => void refetch()} />
        {!rows && !error && <RowsSkeleton label={t("agreements.reader.loading")} />}
        {rows?.length === 0 && <p className="quiet">{t("agreements.adoption.none")}</p>}
        {rows && rows.length > 0 && (
          <div
            className={styles.scroll}
            // A region that scrolls can be reached and scrolled by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            role="region"
            aria-label={title}
          >
            <table className={rowStyles.table}>
              <caption className="unseen">{title}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("agreements.adoption.clause")}</th>
                  <th scope="col">{t("agreements.adoption.office")}</th>
                  <th scope="col">{t("agreements.adoption.opinion")}</th>
                  <th scope="col">{t("agreements.adoption.outcome")}</th>
                  <th scope="col">{t("agreements.adoption.reason")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.proposalId}>
                    <td className={styles.clause}>{articleOf(row.clause)}</td>
                    <td>
                      <OfficeName id={row.officeId} short />
                    </td>
                    <td className={styles.words}>{row.opinion}</td>
                    <td>
                      {row.outcome
                        ? t(`agreements.proposal.outcome.${row.outcome}`)
                        : t("agreements.adoption.open")}
                    </td>
                    <td className={styles.words}>{row.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Page>
    </div>
  );
}
