import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { Segmented } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { Printed } from "../../ui/printed.tsx";
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

const PARTS = ["sheet", "timeline", "side"] as const;
type Part = (typeof PARTS)[number];

/** A lead and its exchange as one page: what it is, where it stands, what is written, what is said, and who knows. */
export function Matter({ lead, view, views, onExchange }: MatterProps) {
  const t = useText();
  const phone = useIsPhone();
  const [search, setSearch] = useSearchParams();
  const [part, setPart] = useState<Part>(search.get("tab") ? "timeline" : "sheet");
  const given = search.get("tab");
  const side: Side = given === "own" || (given === null && !view?.channelId) ? "own" : "both";
  const title = useTitle(lead, view);
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);

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
  const away = (one: Part) => phone && part !== one && styles.away;
  return (
    <div className={styles.matter}>
      <Printed title={title} number={lead?.number ?? view?.leadNumber ?? null} />
      <Head
        lead={lead}
        view={view}
        views={views}
        onExchange={onExchange}
        first={search.get("act")}
        onFirstClosed={() => set("act", null)}
      />
      {phone && (
        <div className={cx(styles.switch, "screen-only")}>
          <Segmented<Part>
            block
            value={part}
            aria-label={t("leads.page.parts.label")}
            onChange={setPart}
            options={PARTS.map((value) => ({ value, label: t(`leads.page.parts.${value}`) }))}
          />
        </div>
      )}
      <div className={styles.body}>
        <div
          className={cx(styles.sheet, away("sheet"))}
          // A region that scrolls can be reached and scrolled by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={t("leads.page.sheet")}
        >
          <SheetPart lead={lead} view={view} />
        </div>
        <TalkPart away={Boolean(away("timeline"))}>
          <Talk
            lead={lead}
            view={view}
            views={views}
            side={side}
            onSide={(next) => set("tab", next)}
          />
        </TalkPart>
        <aside
          className={cx(styles.side, away("side"))}
          // A region that scrolls can be reached and scrolled by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={t("leads.page.parts.side")}
        >
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
        </aside>
      </div>
    </div>
  );
}

/** The timeline unmounts on a phone while another part is looked at: what is not seen must not count as read. */
function TalkPart({ away, children }: { away: boolean; children: ReactNode }) {
  return away ? null : <>{children}</>;
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
    <header className={styles.head}>
      <div className={styles.top}>
        <div className={styles.what}>
          <h1>{title}</h1>
          <div className={styles.marks}>
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
          </div>
        </div>
        <div className={cx(styles.acts, "screen-only")}>
          <MatterActs lead={lead} view={view} first={first} onFirstClosed={onFirstClosed} />
        </div>
      </div>
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
    </header>
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
