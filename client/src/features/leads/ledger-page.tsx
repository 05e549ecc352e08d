import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useMemo } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { filtersOf } from "./filters.ts";
import { PRINTED, useLedgerText } from "./ledger-columns.ts";
import { leadsQuery } from "./queries.ts";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import styles from "./ledger.module.css";

/** Beyond this a ledger is a file, not a pile of paper. */
const MOST = 1_000;
const PAGE = 200;

/** 台账 for A4 across: all leads of the narrowing on one sheet after another, to be filed. */
export function LedgerPage() {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const textOf = useLedgerText();
  const [search] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    leadsQuery(filters, PAGE),
  );
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  const more = hasNextPage && rows.length < MOST;
  useEffect(() => {
    if (more && !isFetching) void fetchNextPage();
  }, [more, isFetching, fetchNextPage]);
  const ready = data !== undefined && !more;
  return (
    <div className="landscape">
      <Page
        title={t("leads.ledger.sheetTitle")}
        actions={
          <>
            <Button onClick={() => void navigate(-1)}>{t("ui.back")}</Button>
            <Button type="primary" disabled={!ready} onClick={() => window.print()}>
              {t("ui.print")}
            </Button>
          </>
        }
      >
        <ProblemNote thrown={error} onRetry={() => void refetch()} />
        {!ready && !error && <RowsSkeleton label={t("leads.ledger.preparing")} />}
        {ready && (
          <div
            className={styles.scroll}
            // A region that scrolls can be reached and scrolled by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            role="region"
            aria-label={t("leads.ledger.sheetTitle")}
          >
            <div className={styles.head}>
              <span>
                <OfficeName id={me.officer.officeId} />
              </span>
              <span>{t("leads.list.count", { count: rows.length })}</span>
            </div>
            <table className={styles.paper}>
              <thead>
                <tr>
                  <th scope="col">{t("leads.ledger.order")}</th>
                  {PRINTED.map((column) => (
                    <th key={column} scope="col">
                      {t(`leads.ledger.column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={row.id}>
                    <td className="number">{index + 1}</td>
                    {PRINTED.map((column) => (
                      <td key={column}>{textOf(column, row)}</td>
                    ))}
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
