import { ActionKind, ActionState, type ActionRow } from "@hub/domain/actions/contract";
import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Checkbox, Select } from "antd";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { EmptyNote, ListBody } from "../../ui/list-body.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { Due } from "../../ui/when.tsx";
import { ActionsNav } from "./actions-nav.tsx";
import { ActionStateMark, KindMark } from "./marks.tsx";
import { actionsQuery, type ActionFilters } from "./queries.ts";
import { spanText } from "./span-text.ts";
import styles from "./actions.module.css";
import { GoButton } from "./go-button.tsx";

/** 行动台账: every action I may read, narrowed by chips of the address, and the same as .xlsx. */
export function ListPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo((): ActionFilters => {
    const state = ActionState.options.find((one) => one === search.get("state"));
    const kind = ActionKind.options.find((one) => one === search.get("kind"));
    return {
      ...(state ? { state } : {}),
      ...(kind ? { kind } : {}),
      ...(search.get("mine") ? { mine: "true" } : {}),
      ...(search.get("waiting") ? { waiting: "true" } : {}),
    };
  }, [search]);
  const list = useInfiniteQuery(actionsQuery(filters));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const set = (name: string, value: string | null) =>
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
      title={t("actions.list.title")}
      aside={
        count && (
          <span className="quiet">
            {count.capped ? t("ui.countCapped") : t("actions.list.count", { count: count.n })}
          </span>
        )
      }
      actions={
        <>
          <Button href={addressOf(actionPaperRoutes.ledger, {}, filters)} download>
            {t("actions.list.ledger")}
          </Button>
          <GoButton to="/actions/new" primary>
            {t("actions.propose.title")}
          </GoButton>
        </>
      }
    >
      <ActionsNav />
      <div className={`${styles.filters} screen-only`}>
        <Select
          allowClear
          value={filters.kind ?? null}
          placeholder={t("actions.list.allKinds")}
          aria-label={t("actions.list.kind")}
          options={ActionKind.options.map((value) => ({
            value,
            label: t(`actions.kind.${value}`),
          }))}
          onChange={(value: string | null) => set("kind", value)}
        />
        <Select
          allowClear
          value={filters.state ?? null}
          placeholder={t("actions.list.allStates")}
          aria-label={t("actions.list.state")}
          options={ActionState.options.map((value) => ({
            value,
            label: t(`actions.state.${value}`),
          }))}
          onChange={(value: string | null) => set("state", value)}
        />
        {(["mine", "waiting"] as const).map((name) => (
          <Checkbox
            key={name}
            checked={filters[name] !== undefined}
            onChange={(event) => set(name, event.target.checked ? "true" : null)}
          >
            {t(`actions.list.${name}`)}
          </Checkbox>
        ))}
      </div>
      <ListBody
        pages={list}
        shown={rows.length}
        loading={t("actions.list.loading")}
        empty={<EmptyNote title={t("actions.list.empty")} hint={t("actions.list.emptyHint")} />}
      >
        <ul className={styles.rows}>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      </ListBody>
    </Page>
  );
}

function Row({ row }: { row: ActionRow }) {
  const t = useText();
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <Link to={`/actions/${row.id}`}>{row.title}</Link>
        <div className="quiet">
          {row.officeIds.map((id, index) => (
            <span key={id}>
              {index > 0 && t("ui.list.comma")}
              <OfficeName id={id} short />
            </span>
          ))}
          {row.place && ` · ${row.place.name}`}
        </div>
      </div>
      <span>
        <KindMark kind={row.kind} />
      </span>
      <span className="number">
        {row.span ? spanText(row.span) : t("actions.list.noDate")}
        {row.poll && row.state === "polling" && (
          <div className={row.poll.mineSilent ? styles.wanted : "quiet"}>
            {t("actions.poll.answered", { answered: row.poll.answered, asked: row.poll.asked })}
            {" · "}
            <Due at={row.poll.closesAt} kind="agreed" />
          </div>
        )}
      </span>
      <ActionStateMark kind={row.kind} state={row.state} />
      <span className="number">
        {row.findings > 0 && t("actions.list.findings", { count: row.findings })}
      </span>
    </li>
  );
}
