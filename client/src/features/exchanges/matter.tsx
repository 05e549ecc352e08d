import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { MatterHead } from "../../ui/matter-head.tsx";
import { MatterPage } from "../../ui/matter-page.tsx";
import { Section } from "../../ui/page.tsx";
import type { Side } from "../../ui/two-sides.tsx";
import { LeadSheet } from "../leads/lead-sheet.tsx";
import {
  GradeMark,
  LeadStateMark,
  MarkingMark,
  UrgencyMark,
  ExchangeStateMark,
} from "../leads/marks.tsx";
import { MaterialsSection } from "../leads/materials-section.tsx";
import {
  HistorySection,
  RelatedSection,
  StepsSection,
  TeamSection,
  useCameFrom,
} from "../leads/side.tsx";
import { CheckCode } from "./acts/formal-frame.tsx";
import { ExchangeRecord } from "./exchange-record.tsx";
import { FrozenSheet } from "./frozen-sheet.tsx";
import { MatterActs } from "./matter-acts.tsx";
import { NextLine } from "./next-line.tsx";
import { openClock } from "./path.ts";
import { Notes } from "./notes.tsx";
import { PathLine } from "./path-line.tsx";
import {
  AssignmentsSection,
  ClocksSection,
  KnowsSection,
  PartiesSection,
  ReadsSection,
} from "./side.tsx";
import { Talk } from "./talk.tsx";
import styles from "./matter.module.css";

interface MatterProps {
  lead: LeadView | null;
  /** The exchange looked at; null while nothing left the office. */
  view: ExchangeView | null;
  views: readonly ExchangeView[];
  onExchange: (exchangeId: string) => void;
}

/** A tombstone has no title of its own: it says what it was. */
function useTitle(lead: LeadView | null, view: ExchangeView | null): string {
  const t = useText();
  if (lead) return lead.title;
  return view?.tombstone
    ? t("exchanges.page.tombstone", { kind: t(`exchanges.kind.${view.kind}`) })
    : (view?.title ?? "");
}

/** A lead and its exchange as one page: what it is, where it stands, what is written, what is said, and who knows. */
export function Matter({ lead, view, views, onExchange }: MatterProps) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const given = search.get("tab");
  const side: Side = given === "own" || (given === null && !view?.channelId) ? "own" : "both";
  const title = useTitle(lead, view);
  const set = (name: "tab" | "act", value: string | null) =>
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
      title={title}
      number={lead?.number ?? view?.leadNumber ?? null}
      head={
        <Head
          lead={lead}
          view={view}
          views={views}
          onExchange={onExchange}
          first={search.get("act")}
          onFirstClosed={() => set("act", null)}
        />
      }
      labels={{
        main: t("leads.page.parts.sheet"),
        timeline: t("leads.page.parts.timeline"),
        side: t("leads.page.parts.side"),
      }}
      start={given ? "timeline" : "main"}
      mainLabel={t("leads.page.sheet")}
      mainClass={styles.sheet}
      main={<SheetPart lead={lead} view={view} />}
      talk={
        <Talk
          lead={lead}
          view={view}
          views={views}
          side={side}
          onSide={(next) => set("tab", next)}
        />
      }
      side={
        <>
          {view && !view.tombstone && <PartiesSection view={view} />}
          {view && <ClocksSection view={view} />}
          {lead && <TeamSection lead={lead} />}
          {!view?.tombstone && (
            <KnowsSection knows={[...(lead?.knows ?? []), ...(view?.knows ?? [])]} />
          )}
          {view && <ReadsSection view={view} />}
          {view && <AssignmentsSection view={view} />}
          {lead && <RelatedSection leadId={lead.id} />}
          {lead && <StepsSection lead={lead} />}
          {lead && <HistorySection lead={lead} />}
        </>
      }
    />
  );
}

interface HeadProps extends MatterProps {
  first: string | null;
  onFirstClosed: () => void;
}

function Head({ lead, view, views, onExchange, first, onFirstClosed }: HeadProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const came = useCameFrom(lead);
  const title = useTitle(lead, view);
  const shown = lead ?? (view?.tombstone ? null : view);
  return (
    <MatterHead
      title={title}
      marks={
        <>
          <span className="number">{lead?.number ?? view?.leadNumber}</span>
          {shown && <GradeMark grade={shown.grade} />}
          {shown && <MarkingMark marking={shown.marking} />}
          {view?.tombstone && (
            <span>
              {nameOf(view.fromOfficeId, true)} → {nameOf(view.toOfficeId, true)}
            </span>
          )}
          {view && <UrgencyMark urgency={view.urgency} />}
          {lead ? (
            <LeadStateMark state={lead.state} />
          ) : (
            view && <ExchangeStateMark state={view.state} kind={view.kind} />
          )}
          {came && <span>{came}</span>}
          {view?.digest && (
            <span className={styles.code}>
              {t("exchanges.page.digest")} <CheckCode digest={view.digest} />
            </span>
          )}
        </>
      }
      acts={<MatterActs lead={lead} view={view} first={first} onFirstClosed={onFirstClosed} />}
    >
      {views.length > 1 && (
        <div className={cx(styles.which, "screen-only")}>
          <Segmented
            size="small"
            value={view?.id ?? ""}
            aria-label={t("leads.page.which")}
            onChange={onExchange}
            options={views.map((one) => ({
              value: one.id,
              label: `${t(`exchanges.kind.${one.kind}`)} ${nameOf(one.side === "to" ? one.fromOfficeId : one.toOfficeId, true)}`,
            }))}
          />
        </div>
      )}
      {view && !view.tombstone && <PathLine view={view} />}
      <div className={styles.next}>
        {view && (
          <NextLine
            kind={view.kind}
            state={view.state}
            toOfficeId={view.toOfficeId}
            due={openClock(view.clocks)?.due ?? null}
            held={view.clocks.some((one) => one.held && one.metAt === null)}
            disputed={view.disputed}
            clockShown
          />
        )}
        <Notes lead={lead} view={view} />
      </div>
    </MatterHead>
  );
}

function SheetPart({ lead, view }: { lead: LeadView | null; view: ExchangeView | null }) {
  const t = useText();
  return (
    <>
      {lead && (
        <>
          <section className={styles.first}>
            <LeadSheet lead={lead} />
          </section>
          <MaterialsSection lead={lead} />
        </>
      )}
      {view && <ExchangeRecord view={view} />}
      {view?.content && (
        <Section
          title={view.side === "to" ? t("exchanges.page.content") : t("exchanges.page.contentOwn")}
        >
          <FrozenSheet content={view.content} links={view.sentAt !== null} />
        </Section>
      )}
    </>
  );
}
