import { LEAD_COLUMNS, paperRoutes } from "@hub/domain/papers/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Link } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { EmptyNote, ListBody } from "../../ui/list-body.tsx";
import { Page } from "../../ui/page.tsx";
import { useIsPhone, useMedia } from "../../ui/panes.tsx";
import { LeadFilters } from "./filter-bar.tsx";
import { filtersOf, isNarrowed, withFilters, type Filters } from "./filters.ts";
import { LeadBoard } from "./lead-board.tsx";
import { LeadMap } from "./lead-map.tsx";
import { LeadPreview } from "./lead-preview.tsx";
import { LeadCards, LeadTable } from "./lead-rows.tsx";
import { LeadsNav } from "./leads-nav.tsx";
import { LedgerDialog } from "./ledger-dialog.tsx";
import { leadsQuery } from "./queries.ts";
import styles from "./list-page.module.css";

const VIEWS = ["table", "board", "map"] as const;
type View = (typeof VIEWS)[number];
const viewOf = (text: string | null): View => VIEWS.find((one) => one === text) ?? "table";

/** 线索台账: one query, shown as a table, by state or on a drawing; on a wide screen the chosen lead stands beside it. */
export function ListPage() {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const view = viewOf(search.get("view"));
  const wide = useMedia("(min-width: 1200px)");
  const phone = useIsPhone();
  const [exporting, setExporting] = useState(false);
  const list = useInfiniteQuery(leadsQuery(filters));
  const { data } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const count = data?.pages[0]?.count;
  const chosenId = search.get("chosen");
  const beside = wide && chosenId !== null && rows.some((row) => row.id === chosenId);

  const set = (change: (next: URLSearchParams) => URLSearchParams) =>
    setSearch((now) => change(new URLSearchParams(now)), { replace: true });
  const narrow = (next: Filters) => set((now) => withFilters(now, next));
  const choose = (leadId: string | null) =>
    set((now) => {
      if (leadId) now.set("chosen", leadId);
      else now.delete("chosen");
      return now;
    });
  const pick = (leadId: string) => (wide ? choose(leadId) : void navigate(`/leads/${leadId}`));

  return (
    <Page
      title={t("leads.list.title")}
      aside={
        count && (
          <span className="quiet">
            {count.capped ? t("ui.countCapped") : t("leads.list.count", { count: count.n })}
          </span>
        )
      }
      actions={
        <>
          <Button onClick={() => setExporting(true)}>{t("leads.list.ledger")}</Button>
          {!phone && (
            <Button
              onClick={() =>
                void navigate(`/leads/ledger?${withFilters(new URLSearchParams(), filters)}`)
              }
            >
              {t("leads.list.print")}
            </Button>
          )}
          <Button type="primary" onClick={() => void navigate("/leads/new")}>
            {t("leads.list.register")}
          </Button>
        </>
      }
    >
      <LeadsNav />
      <LeadFilters filters={filters} onChange={narrow} />
      <div className={`${styles.tools} screen-only`}>
        <Segmented<View>
          value={view}
          aria-label={t("leads.list.view.label")}
          options={VIEWS.map((value) => ({ value, label: t(`leads.list.view.${value}`) }))}
          onChange={(next) =>
            set((now) => {
              if (next === "table") now.delete("view");
              else now.set("view", next);
              return now;
            })
          }
        />
        {!phone && view === "table" && rows.length > 0 && (
          <span className="quiet">{t("leads.list.keys")}</span>
        )}
        {view === "board" && rows.length > 0 && (
          <span className="quiet">{t("leads.list.boardHint", { count: rows.length })}</span>
        )}
      </div>
      <div className={styles.split}>
        <div className={styles.rows}>
          <ListBody
            pages={list}
            shown={rows.length}
            loading={t("leads.list.loading")}
            empty={<EmptyRegister filters={filters} onClear={() => narrow({})} />}
          >
            {view === "board" ? (
              <LeadBoard rows={rows} chosenId={chosenId} onChoose={(id) => wide && choose(id)} />
            ) : view === "map" ? (
              <LeadMap rows={rows} chosenId={chosenId} onChoose={pick} />
            ) : phone ? (
              <LeadCards rows={rows} />
            ) : (
              <LeadTable rows={rows} chosenId={chosenId} onChoose={choose} compact={beside} />
            )}
          </ListBody>
        </div>
        {beside && chosenId && (
          <aside className={styles.aside} aria-label={t("leads.list.sheet")}>
            <LeadPreview leadId={chosenId} onClose={() => choose(null)} />
          </aside>
        )}
      </div>
      <LedgerDialog
        open={exporting}
        columns={LEAD_COLUMNS}
        labelOf={(column) => t(`leads.ledger.column.${column}`)}
        hint={t("leads.ledger.hint")}
        addressOf={(columns) => addressOf(paperRoutes.leadLedger, {}, { ...filters, columns })}
        onClose={() => setExporting(false)}
      />
    </Page>
  );
}

function EmptyRegister({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const t = useText();
  return isNarrowed(filters) ? (
    <EmptyNote title={t("leads.list.emptyFiltered")} hint={t("leads.list.emptyFilteredHint")}>
      <Button onClick={onClear}>{t("leads.filter.clear")}</Button>
    </EmptyNote>
  ) : (
    <EmptyNote title={t("leads.list.empty")} hint={t("leads.list.emptyHint")}>
      <Link to="/leads/new">{t("leads.list.register")}</Link>
    </EmptyNote>
  );
}
