import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import { EmptyNote, ListBody } from "../../ui/list-body.tsx";
import { Page } from "../../ui/page.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { AgreementsNav } from "../obligations/agreements-nav.tsx";
import { BoardCards, BoardTable } from "./board-rows.tsx";
import { BoardFilters } from "./filter-bar.tsx";
import { BOXES, filtersOf, isNarrowed, withFilters, type Box, type Filters } from "./filters.ts";
import { agreementsQuery } from "./queries.ts";
import styles from "./board.module.css";

/** 协议一览: one row an agreement; reads at a glance, and prints across on A4. */
export function BoardPage() {
  const t = useText();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const list = useInfiniteQuery(agreementsQuery(filters));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const narrow = (next: Filters) =>
    setSearch((now) => withFilters(new URLSearchParams(now), next), { replace: true });
  return (
    <div className="landscape">
      <Page
        title={t("agreements.board.title")}
        aside={
          count && (
            <span className="quiet">
              {count.capped ? t("ui.countCapped") : t("agreements.board.count", { count: count.n })}
            </span>
          )
        }
        actions={
          <>
            {!phone && <Button onClick={() => window.print()}>{t("ui.print")}</Button>}
            <ActsMenu
              acts={(["register", "import"] as const).map((key) => ({
                key,
                label: t(`agreements.board.${key}`),
                run: () => void navigate(`/agreements/${key}`),
              }))}
            >
              <Button>{t("agreements.board.existing")}</Button>
            </ActsMenu>
            <Button type="primary" onClick={() => void navigate("/agreements/new")}>
              {t("agreements.board.draft")}
            </Button>
          </>
        }
      >
        <AgreementsNav />
        <div className={`${styles.tools} screen-only`}>
          <Segmented<Box>
            value={filters.box ?? "mine"}
            aria-label={t("agreements.board.box.label")}
            options={BOXES.map((value) => ({ value, label: t(`agreements.board.box.${value}`) }))}
            onChange={(box) => narrow({ ...filters, box })}
          />
        </div>
        <BoardFilters filters={filters} onChange={narrow} />
        <ListBody
          pages={list}
          shown={rows.length}
          loading={t("agreements.board.loading")}
          empty={<Empty filters={filters} onClear={() => narrow({ box: filters.box ?? "mine" })} />}
        >
          {phone ? (
            <BoardCards rows={rows} />
          ) : (
            <div className={styles.scroll}>
              <BoardTable rows={rows} label={t("agreements.board.title")} />
            </div>
          )}
        </ListBody>
      </Page>
    </div>
  );
}

function Empty({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const t = useText();
  return isNarrowed(filters) ? (
    <EmptyNote title={t("agreements.board.emptyFiltered")}>
      <Button onClick={onClear}>{t("leads.filter.clear")}</Button>
    </EmptyNote>
  ) : (
    <EmptyNote title={t("agreements.board.empty")} hint={t("agreements.board.emptyHint")}>
      <Link to="/agreements/register">{t("agreements.board.register")}</Link>
    </EmptyNote>
  );
}
