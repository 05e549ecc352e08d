import { useInfiniteQuery } from "@tanstack/react-query";
import { OBLIGATION_KIND } from "@hub/domain/papers/words";
import { OCCURRENCE_COLUMNS, paperRoutes } from "@hub/domain/papers/contract";
import { ObligationKind, OccurrenceState } from "@hub/domain/obligations/contract";
import { Button, Select } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { EmptyNote, ListBody } from "../../ui/list-body.tsx";
import { OfficePicker } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { LedgerDialog } from "../leads/ledger-dialog.tsx";
import { AgreementsNav } from "./agreements-nav.tsx";
import { filtersOf, OCCURRENCE_FILTERS, withFilters, type OccurrenceFilter } from "./filters.ts";
import { OccurrenceCards, OccurrenceTable } from "./occurrence-rows.tsx";
import { occurrencesQuery } from "./queries.ts";
import styles from "./list-page.module.css";

/** 落实台账: every occurrence of the agreements this officer may read, by due day; where each figure of a dashboard leads. */
export function OccurrenceListPage() {
  const t = useText();
  const phone = useIsPhone();
  const [exporting, setExporting] = useState(false);
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const list = useInfiniteQuery(occurrencesQuery(filters));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const set = (changed: Partial<Record<OccurrenceFilter, string>>) =>
    setSearch((now) => withFilters(now, changed), { replace: true });
  const narrowed = OCCURRENCE_FILTERS.some((name) => filters[name] !== undefined);
  const clear = () => set(Object.fromEntries(OCCURRENCE_FILTERS.map((name) => [name, ""])));
  return (
    <div className="landscape">
      <Page
        title={t("obligations.list.title")}
        aside={
          count && (
            <span className="quiet">
              {count.capped ? t("ui.countCapped") : t("obligations.list.count", { count: count.n })}
            </span>
          )
        }
        actions={
          <>
            <Button onClick={() => setExporting(true)}>{t("leads.list.ledger")}</Button>
            {!phone && <Button onClick={() => window.print()}>{t("ui.print")}</Button>}
          </>
        }
      >
        <AgreementsNav />
        <div className={`${styles.tools} screen-only`}>
          <Select
            className={styles.state ?? ""}
            value={filters.state ?? null}
            allowClear
            placeholder={t("obligations.list.state")}
            aria-label={t("obligations.list.state")}
            onChange={(state?: string) => set({ state: state ?? "" })}
            options={OccurrenceState.options.map((value) => ({
              value,
              label: t(`obligations.state.${value}`),
            }))}
          />
          <Select
            className={styles.kind ?? ""}
            value={filters.kind ?? null}
            allowClear
            showSearch={{ optionFilterProp: "search" }}
            placeholder={t("obligations.fact.kind")}
            aria-label={t("obligations.fact.kind")}
            onChange={(kind?: string) => set({ kind: kind ?? "" })}
            options={ObligationKind.options.map((value) => ({
              value,
              label: t(`obligations.kind.${value}`),
              search: `${t(`obligations.kind.${value}`)} ${OBLIGATION_KIND[value]}`,
            }))}
          />
          <div className={styles.office}>
            <OfficePicker
              value={filters.officeId}
              placeholder={t("obligations.fact.office")}
              aria-label={t("obligations.fact.office")}
              onChange={(officeId) => set({ officeId })}
            />
          </div>
          {(filters.from ?? filters.to) && (
            <span className={styles.days}>
              {t("obligations.list.days", { from: filters.from ?? "…", to: filters.to ?? "…" })}
            </span>
          )}
          {narrowed && (
            <Button type="link" onClick={clear}>
              {t("leads.filter.clear")}
            </Button>
          )}
        </div>
        <ListBody
          pages={list}
          shown={rows.length}
          loading={t("leads.list.loading")}
          empty={
            <EmptyNote
              title={t(narrowed ? "obligations.list.emptyFiltered" : "obligations.list.empty")}
              hint={t(
                narrowed ? "obligations.list.emptyFilteredHint" : "obligations.list.emptyHint",
              )}
            />
          }
        >
          {phone ? (
            <OccurrenceCards rows={rows} />
          ) : (
            <OccurrenceTable rows={rows} label={t("obligations.list.title")} />
          )}
        </ListBody>
        <LedgerDialog
          open={exporting}
          columns={OCCURRENCE_COLUMNS}
          labelOf={(column) => t(`obligations.ledger.${column}`)}
          hint={t("obligations.ledger.hint")}
          addressOf={(columns) =>
            addressOf(paperRoutes.obligationLedger, {}, { ...filters, columns })
          }
          onClose={() => setExporting(false)}
        />
      </Page>
    </div>
  );
}
