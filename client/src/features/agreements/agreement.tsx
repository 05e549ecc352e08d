import { useQuery } from "@tanstack/react-query";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import type { ProposalView } from "@hub/domain/proposals/contract";
import { Button, Select, Switch } from "antd";
import { useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { MatterHead } from "../../ui/matter-head.tsx";
import { MatterPage } from "../../ui/matter-page.tsx";
import column from "../../ui/matter-page.module.css";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { MarkingMark } from "../leads/marks.tsx";
import { AgreementActs } from "./agreement-acts.tsx";
import { ClauseList } from "./clause-list.tsx";
import { AgreementStateMark } from "./marks.tsx";
import { usePartyName } from "./names.tsx";
import { PathLine, WaitLine } from "./path-line.tsx";
import { proposalsQuery, remarksQuery, versionQuery } from "./queries.ts";
import { Reader } from "./reader.tsx";
import { shownDraft, shownFrozen, whichOf, type ShownClause, type Which } from "./shown-text.ts";
import { Side } from "./side.tsx";
import { Talk } from "./talk.tsx";
import styles from "./agreement.module.css";

/** Of the acts a link may ask for, which proposals can take them. */
const SOUGHT: Record<string, ProposalView["can"][number]> = {
  submit_proposal: "submit",
  review_proposal: "pass",
  release_proposal: "release",
  decide_proposal: "decide",
};

function soughtIn(proposals: readonly ProposalView[], search: URLSearchParams): string | null {
  const act = SOUGHT[search.get("act") ?? ""];
  const waits = act && proposals.find((one) => one.can.includes(act));
  return search.get("proposal") ?? waits?.id ?? null;
}

/** The text that is looked at, from the draft at hand or as the frozen version that is fetched. */
function useShownText(view: AgreementView, which: Which | null) {
  const version = useQuery({
    ...versionQuery(view.id, typeof which === "number" ? which : 0),
    enabled: typeof which === "number",
  });
  return useMemo((): { clauses: ShownClause[] | null; error: unknown } => {
    if (which === null) return { clauses: [], error: null };
    if (which === "draft")
      return { clauses: shownDraft(view.draft?.clauses ?? [], view.parties), error: null };
    return {
      clauses: version.data ? shownFrozen(version.data.text) : null,
      error: version.error,
    };
  }, [which, view.draft, view.parties, version.data, version.error]);
}

/** Which text: the one in hand, or a version by its number and what became of it. */
function useTextOptions(view: AgreementView) {
  const t = useText();
  const option = (value: string, number: number, state: string) => ({
    value,
    label: t("agreements.reader.version", { number, state }),
  });
  return [
    ...(view.draft ? [option("draft", view.draft.number, t("agreements.versionState.draft"))] : []),
    ...view.versions
      .filter((one) => one.number !== view.draft?.number)
      .map((one) =>
        option(String(one.number), one.number, t(`agreements.versionState.${one.state}`)),
      ),
  ];
}

/** The page of one agreement: the path above, the articles at the left, the text, and what is said at the right. */
export function Agreement({ view }: { view: AgreementView }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const [marked, setMarked] = useState(true);
  const which = whichOf(search.get("version"), view);
  const inHand = which === "draft";
  const { clauses, error } = useShownText(view, which);
  const { data: proposals = [] } = useQuery({
    ...proposalsQuery(view.id, typeof which === "number" ? which : null),
    enabled: which !== null,
  });
  const { data: remarks = [] } = useQuery(remarksQuery(view.id));
  const sought = soughtIn(proposals, search);
  const set = (name: "tab" | "act" | "version", value: string | null) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <MatterPage
      title={view.title}
      number={view.number}
      head={<Head view={view} first={search.get("act")} onFirstClosed={() => set("act", null)} />}
      labels={{
        main: t("agreements.reader.parts.text"),
        timeline: t("agreements.reader.parts.timeline"),
        side: t("agreements.reader.parts.side"),
      }}
      start={search.get("tab") ? "timeline" : "main"}
      bodyClass={styles.body}
      list={
        <nav
          className={cx(column.column, styles.list, "screen-only")}
          aria-label={t("agreements.reader.list")}
        >
          <ClauseList
            clauses={clauses ?? []}
            proposals={inHand ? proposals : []}
            remarks={remarks}
          />
        </nav>
      }
      mainLabel={t("agreements.reader.parts.text")}
      mainClass={cx(styles.text, isHidden(view, which) && styles.ownGround)}
      main={
        <>
          <TextTools
            view={view}
            which={which}
            onWhich={(value) => set("version", value)}
            marked={marked}
            onMarked={setMarked}
          />
          {isHidden(view, which) && (
            <p className={styles.ownNote}>{t("agreements.reader.ownDraft")}</p>
          )}
          <ProblemNote thrown={error} />
          {clauses === null ? (
            !error && <RowsSkeleton label={t("agreements.reader.loading")} />
          ) : (
            <Reader
              view={view}
              clauses={clauses}
              proposals={inHand ? proposals : []}
              remarks={remarks}
              inHand={inHand}
              marked={marked}
              sought={sought}
            />
          )}
        </>
      }
      talk={
        <Talk
          view={view}
          proposals={proposals}
          remarks={remarks}
          tab={search.get("tab")}
          onTab={(next) => set("tab", next)}
        />
      }
      side={<Side view={view} />}
    />
  );
}

/** A text that nobody outside the own office knows of stands on its ground. */
const isHidden = (view: AgreementView, which: Which | null): boolean =>
  which === "draft" && (view.state === "drafting" || view.state === "in_force");

interface HeadProps {
  view: AgreementView;
  first: string | null;
  onFirstClosed: () => void;
}

function Head({ view, first, onFirstClosed }: HeadProps) {
  const t = useText();
  const nameOf = usePartyName();
  return (
    <MatterHead
      title={view.title}
      marks={
        <>
          {view.number && <span className="number">{view.number}</span>}
          <span>{t(`agreements.instrument.${view.instrument}`)}</span>
          <MarkingMark marking={view.marking} />
          <AgreementStateMark row={view} />
          <span>
            {view.parties
              .filter((one) => one.leftOn === null)
              .map((party) => nameOf(party, true))
              .join(t("ui.list.comma"))}
          </span>
        </>
      }
      acts={
        <>
          {view.versions.some((one) => one.anchorEntryId !== null) && (
            <Link to={`/agreements/${view.id}/signing`} className={styles.signing}>
              {t("agreements.reader.signing")}
            </Link>
          )}
          <AgreementActs view={view} first={first} onFirstClosed={onFirstClosed} />
        </>
      }
    >
      <PathLine view={view} />
      <div className={styles.wait}>
        <WaitLine view={view} />
      </div>
    </MatterHead>
  );
}

interface TextToolsProps {
  view: AgreementView;
  which: Which | null;
  onWhich: (value: string) => void;
  marked: boolean;
  onMarked: (marked: boolean) => void;
}

/** Which text is shown and how; and where else it can be looked at. */
function TextTools({ view, which, onWhich, marked, onMarked }: TextToolsProps) {
  const t = useText();
  const navigate = useNavigate();
  const options = useTextOptions(view);
  if (which === null) return null;
  const number = which === "draft" ? {} : { number: which };
  const texts = options.length;
  return (
    <div className={cx(styles.tools, "screen-only")}>
      <Select
        value={String(which)}
        aria-label={t("agreements.reader.which")}
        options={options}
        onChange={onWhich}
        popupMatchSelectWidth={false}
      />
      {which === "draft" && (
        <label className={styles.marked}>
          <Switch size="small" checked={marked} onChange={onMarked} />{" "}
          {t("agreements.reader.marked")}
        </label>
      )}
      {texts > 1 && (
        <Button
          size="small"
          type="text"
          onClick={() => void navigate(`/agreements/${view.id}/compare`)}
        >
          {t("agreements.reader.compare")}
        </Button>
      )}
      <Button
        size="small"
        type="text"
        onClick={() =>
          void navigate(
            `/agreements/${view.id}/adoption${which === "draft" ? "" : `?number=${which}`}`,
          )
        }
      >
        {t("agreements.adoption.title")}
      </Button>
      <Button
        size="small"
        type="text"
        href={addressOf(agreementRoutes.document, { agreementId: view.id }, number)}
      >
        {t("agreements.reader.document")}
      </Button>
    </div>
  );
}
