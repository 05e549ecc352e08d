import { publishedDays } from "@hub/domain/calendar/published";
import { dayOf, type WorkCalendar } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { addMonths } from "@hub/domain/kernel/recurrence";
import { derivedOf } from "@hub/domain/obligations/change";
import { ObligationTerms } from "@hub/domain/obligations/contract";
import type { ObligationDoc, OccurrenceDoc } from "@hub/domain/obligations/model";
import { owedOf, plannedOf, ruleOf } from "@hub/domain/obligations/plan";
import type { Evidence } from "@hub/domain/obligations/record";
import { occurrenceOf } from "@hub/domain/obligations/settle";
import { addDays } from "@hub/domain/obligations/state";
import { packed } from "@hub/domain/obligations/tally";
import { withDemoHub, type DemoHub } from "./demo-hub.ts";
import { quantile, type Row } from "./report.ts";

const AGREEMENTS = 50;
const OBLIGATIONS = 2_000;
const OCCURRENCES = 50_000;
const PARTIES = ["321084", "341181"];

/** Dashboards through the hub's own door, over as much as an office of many agreements may ever have. */
export const benchDashboard = (): Promise<Row[]> => withDemoHub("gaoyou.lin", measure);

async function measure(hub: DemoHub): Promise<Row[]> {
  const agreementIds = await grow(hub);
  const one = (index: number) => agreementIds[index % agreementIds.length] ?? "";
  const size = `${AGREEMENTS} agreements, ${OCCURRENCES.toLocaleString("en")} occurrences`;
  const asked: [what: string, path: (index: number) => string][] = [
    [`board over ${size}`, () => "/dashboards/agreements"],
    ["leaders' page", () => "/dashboards/leaders"],
    ["one office", (index) => `/dashboards/offices/${PARTIES[index % 2]}`],
    ["one agreement", (index) => `/dashboards/agreements/${one(index)}`],
    [
      "obligations of an agreement, with a year",
      (index) => `/agreements/${one(index)}/obligations`,
    ],
    ["list of 50 that are overdue", () => "/occurrences?state=overdue&limit=50"],
  ];
  const rows: Row[] = [];
  for (const [what, path] of asked) {
    const samples = await hub.timed(path);
    rows.push(
      { what: `${what}, p50`, value: quantile(samples, 0.5), unit: "ms" },
      { what: `${what}, p99`, value: quantile(samples, 0.99), unit: "ms", aim: "<= 200 ms" },
    );
  }
  return rows;
}

const stamp = {
  officerId: newId(),
  name: "测试",
  role: "联络员",
  officeId: "321084",
  at: new Date(),
};

/** 50 agreements through the door; what they oblige to straight into the store, made by the same functions. */
async function grow(hub: DemoHub): Promise<string[]> {
  const { days, publishedThrough } = publishedDays();
  const calendar: WorkCalendar = {
    days: Object.fromEntries(days.map((one) => [one.day, one.working])),
    publishedThrough,
  };
  const agreementIds: string[] = [];
  for (let index = 0; index < AGREEMENTS; index += 1) {
    const agreementId = newId();
    await hub.post("/agreements/register", {
      id: newId(),
      agreementId,
      values: { title: `测试协作意见第${index + 1}号`, instrument: "opinion" },
      parties: PARTIES.map((officeId) => ({ officeId, name: officeId })),
      hostIndex: 0,
      effectiveOn: "2025-01-01",
    });
    agreementIds.push(agreementId);
    const made = Array.from({ length: OBLIGATIONS / AGREEMENTS }, (_, nth) =>
      anObligation(agreementId, nth, calendar),
    );
    await keep(hub, agreementId, made);
  }
  return agreementIds;
}

const KINDS = ["sharing", "patrol", "publicity", "research", "restoration"] as const;

/** A monthly one with its 25 occurrences, a year back and a year ahead; most of what is past was done, some late, some not. */
function anObligation(
  agreementId: string,
  nth: number,
  calendar: WorkCalendar,
): { obligation: ObligationDoc; occurrences: OccurrenceDoc[] } {
  const at = new Date();
  const from = addMonths(`${dayOf(at).slice(0, 7)}-01`, -12);
  const through = addDays(addMonths(from, OCCURRENCES / OBLIGATIONS), -1);
  const terms = ObligationTerms.parse({
    // One clause on conferences, as agreements have it.
    kind: nth === 0 ? "conference" : KINDS[nth % KINDS.length],
    title: `落实事项${nth + 1}`,
    responsible:
      nth % 4 === 0 ? { who: "rotation" } : { who: "office", officeId: PARTIES[nth % 2] },
    recurrence: { every: "month" },
    window: { due: nth % 10 === 0 ? null : { unit: "working_days", count: nth % 10 } },
    from,
  });
  const obligation: ObligationDoc = {
    _id: newId(),
    version: 1,
    agreementId,
    clauseId: null,
    article: null,
    terms,
    rrule: ruleOf(terms) ?? null,
    defined: stamp,
    ended: null,
    handlers: [],
    madeThrough: through,
    changedAt: at,
  };
  const planned = plannedOf(obligation, from, through, calendar);
  const owed = owedOf(obligation, planned, { order: PARTIES, first: null });
  const occurrences = owed.map((one, index) => {
    const made = occurrenceOf(obligation, one, { order: PARTIES, at });
    const isPast = one.dueOn < dayOf(at);
    if (!isPast || (nth + index) % 10 === 0) return made;
    const on = (nth + index) % 10 === 1 ? addDays(one.dueOn, 3) : one.opensOn;
    const facts = { ...made, evidence: [evidenceOn(on)] };
    return { ...facts, ...derivedOf(facts) };
  });
  return { obligation, occurrences };
}

const evidenceOn = (on: string): Evidence => ({
  id: newId(),
  kind: "record",
  ref: null,
  text: "已完成",
  files: [],
  on,
  digest: "0".repeat(64),
  by: stamp,
  refuted: null,
});

async function keep(
  { store }: DemoHub,
  agreementId: string,
  made: { obligation: ObligationDoc; occurrences: OccurrenceDoc[] }[],
): Promise<void> {
  const occurrences = made.flatMap((one) => one.occurrences);
  await store.obligations.collection.insertMany(made.map((one) => one.obligation) as never);
  await store.occurrences.collection.insertMany(occurrences as never);
  const years = [...new Set(occurrences.map((one) => one.dueOn.slice(0, 4)))];
  await store.tallies.collection.insertMany(
    years.map((year) => {
      const found = occurrences.filter((one) => one.dueOn.startsWith(year));
      return {
        _id: `${agreementId}/${year}`,
        agreementId,
        year: Number(year),
        pending: found.filter((one) => one.phase === "pending").length,
        cells: packed(found),
      };
    }) as never,
  );
}
