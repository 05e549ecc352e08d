import { useInfiniteQuery } from "@tanstack/react-query";
import { Box } from "@hub/domain/exchanges/acts-contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeRow } from "@hub/domain/exchanges/contract";
import { EXCHANGE_COLUMNS, paperRoutes } from "@hub/domain/papers/contract";
import { Button, Checkbox, Segmented } from "antd";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { EmptyNote, ListBody } from "../../ui/list-body.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { Due, When } from "../../ui/when.tsx";
import { LeadsNav } from "../leads/leads-nav.tsx";
import { LedgerDialog } from "../leads/ledger-dialog.tsx";
import { ExchangeStateMark, GradeMark, UrgencyMark } from "../leads/marks.tsx";
import { RowGrid, RowTitle } from "../leads/row-grid.tsx";
import rowStyles from "../leads/rows.module.css";
import { exchangesQuery, type ExchangeFilters } from "./queries.ts";
import styles from "./box-page.module.css";

const KINDS = ["", "transfer", "notice"] as const;
const NAMES = [
  "kind",
  "state",
  "leadId",
  "overdue",
  "fromOfficeId",
  "toOfficeId",
  "accepted",
  "fed",
  "from",
  "to",
] as const;

/** What the address narrows to; values that the contract refuses are dropped. */
function queryOf(search: URLSearchParams): ExchangeFilters {
  const box = Box.safeParse(search.get("box") ?? "all");
  const query: ExchangeFilters = { box: box.success ? box.data : "all" };
  for (const name of NAMES) {
    const value = search.get(name);
    if (!value) continue;
    const one = { [name]: value };
    if (exchangeRoutes.list.query.safeParse(one).success) Object.assign(query, one);
  }
  return query;
}

/** 收件箱 and its sisters: what arrived at the office, what it sent, what is on its way to the issue. */
export function BoxPage() {
  const t = useText();
  const phone = useIsPhone();
  const [exporting, setExporting] = useState(false);
  const [search, setSearch] = useSearchParams();
  const query = useMemo(() => queryOf(search), [search]);
  const box = query.box ?? "all";
  const list = useInfiniteQuery(exchangesQuery(query));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const set = (name: "kind" | "overdue", value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={t(`exchanges.box.${box}.title`)}
      aside={
        count && (
          <span className="quiet">
            {count.capped ? t("ui.countCapped") : t("exchanges.list.count", { count: count.n })}
          </span>
        )
      }
      actions={<Button onClick={() => setExporting(true)}>{t("leads.list.ledger")}</Button>}
    >
      <LeadsNav />
      <div className={`${styles.tools} screen-only`}>
        <Segmented
          value={query.kind ?? ""}
          aria-label={t("exchanges.list.kind")}
          onChange={(value) => set("kind", value)}
          options={KINDS.map((value) => ({
            value,
            label: value === "" ? t("ui.all") : t(`exchanges.kind.${value}`),
          }))}
        />
        <Checkbox
          checked={Boolean(query.overdue)}
          onChange={(event) => set("overdue", event.target.checked ? "true" : "")}
        >
          {t("exchanges.list.overdue")}
        </Checkbox>
      </div>
      <ListBody
        pages={list}
        shown={rows.length}
        loading={t("leads.list.loading")}
        empty={
          <EmptyNote
            title={t(`exchanges.box.${box}.empty`)}
            hint={t(`exchanges.box.${box}.hint`)}
          />
        }
      >
        {phone ? (
          <Cards rows={rows} />
        ) : (
          <Rows rows={rows} label={t(`exchanges.box.${box}.title`)} />
        )}
      </ListBody>
      <LedgerDialog
        open={exporting}
        columns={EXCHANGE_COLUMNS}
        labelOf={(column) => t(`exchanges.ledger.column.${column}`)}
        hint={t("exchanges.ledger.hint")}
        addressOf={(columns) => addressOf(paperRoutes.exchangeLedger, {}, { ...query, columns })}
        onClose={() => setExporting(false)}
      />
    </Page>
  );
}

const OPEN = ["arrived", "signed", "assigned", "accepted"];
/** What the officer who looks has to do, in the order in which it presses. */
const DUTIES = [
  "issue",
  "pass",
  "confirm_approval",
  "sign",
  "read",
  "route",
  "assign",
  "accept",
  "feedback",
  "acknowledge",
  "dispute_step",
  "submit",
] as const;

function useDuty() {
  const t = useText();
  return (row: ExchangeRow): { act: string; text: string } | null => {
    const act = DUTIES.find((one) => row.can.includes(one));
    return act ? { act, text: t(`exchanges.act.${act}`) } : null;
  };
}

/** Of a tombstone only what it was is left to call it by. */
function useRowTitle() {
  const t = useText();
  return (row: ExchangeRow): string =>
    row.title || t("exchanges.page.tombstone", { kind: t(`exchanges.kind.${row.kind}`) });
}

function Clock({ row }: { row: ExchangeRow }) {
  const t = useText();
  if (row.kind === "notice" || !OPEN.includes(row.state)) return null;
  if (row.clock?.held) return <span className="quiet">{t("exchanges.clock.held")}</span>;
  return row.clock ? (
    <Due at={row.clock.due} kind="agreed" />
  ) : (
    <span className="quiet">{t("exchanges.clock.none")}</span>
  );
}

function Rows({ rows, label }: { rows: readonly ExchangeRow[]; label: string }) {
  const t = useText();
  const dutyOf = useDuty();
  const titleOf = useRowTitle();
  const pathOf = (row: ExchangeRow) => `/exchanges/${row.id}`;
  return (
    <RowGrid
      rows={rows}
      label={label}
      className={styles.table}
      pathOf={pathOf}
      head={
        <>
          <th scope="col">{t("exchanges.list.kind")}</th>
          <th scope="col">{t("leads.list.column.title")}</th>
          <th scope="col">{t("leads.list.column.route")}</th>
          <th scope="col">{t("leads.list.column.state")}</th>
          <th scope="col">{t("exchanges.list.clock")}</th>
          <th scope="col">{t("exchanges.list.handler")}</th>
          <th scope="col">{t("exchanges.list.changed")}</th>
          <th scope="col">{t("exchanges.list.todo")}</th>
        </>
      }
    >
      {(row) => {
        const duty = dutyOf(row);
        return (
          <>
            <td>{t(`exchanges.kind.${row.kind}`)}</td>
            <td className={cx(rowStyles.title, styles.title)}>
              <RowTitle to={pathOf(row)}>{titleOf(row)}</RowTitle>
              <span className={rowStyles.marks}>
                <UrgencyMark urgency={row.urgency} />
                {row.grade === "major" && <GradeMark grade={row.grade} />}
              </span>
              {row.disputed && (
                <span className={styles.alert}> {t("exchanges.list.disputed")}</span>
              )}
            </td>
            <td>
              <OfficeName id={row.fromOfficeId} short />
              <span className={rowStyles.arrow} aria-hidden="true">
                →
              </span>
              <OfficeName id={row.toOfficeId} short />
            </td>
            <td>
              <ExchangeStateMark state={row.state} kind={row.kind} />
            </td>
            <td>
              <Clock row={row} />
            </td>
            <td>
              {row.handler ??
                (row.kind !== "notice" && OPEN.includes(row.state) && (
                  <span className="quiet">{t("exchanges.list.unassigned")}</span>
                ))}
            </td>
            <td>
              <When at={row.changedAt} short />
            </td>
            <td>
              {duty && (
                <Link
                  to={`/exchanges/${row.id}?act=${duty.act}`}
                  onClick={(event) => event.stopPropagation()}
                >
                  {duty.text}
                </Link>
              )}
            </td>
          </>
        );
      }}
    </RowGrid>
  );
}

function Cards({ rows }: { rows: readonly ExchangeRow[] }) {
  const t = useText();
  const dutyOf = useDuty();
  const titleOf = useRowTitle();
  return (
    <ul className={rowStyles.cards}>
      {rows.map((row) => {
        const duty = dutyOf(row);
        return (
          <li key={row.id}>
            <Link to={`/exchanges/${row.id}`} className={rowStyles.card}>
              <div className={rowStyles.cardTop}>
                <span className={rowStyles.cardTitle}>{titleOf(row)}</span>
                <UrgencyMark urgency={row.urgency} />
              </div>
              <div className={rowStyles.cardLine}>
                <span>{t(`exchanges.kind.${row.kind}`)}</span>
                <span>
                  <OfficeName id={row.fromOfficeId} short /> →{" "}
                  <OfficeName id={row.toOfficeId} short />
                </span>
              </div>
              <div className={rowStyles.cardLine}>
                <ExchangeStateMark state={row.state} kind={row.kind} />
                {row.disputed && (
                  <span className={styles.alert}>{t("exchanges.list.disputed")}</span>
                )}
                <Clock row={row} />
                {duty && <strong>{duty.text}</strong>}
              </div>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
