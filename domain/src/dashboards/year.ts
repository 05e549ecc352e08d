import type { ExchangeDoc } from "../exchanges/model.ts";
import type { EntryDoc } from "../journal/model.ts";
import { dayOf, endOfDay, startOfDay } from "../kernel/clock.ts";
import type { EntryType } from "../kernel/events.ts";
import type { ObligationKind } from "../obligations/contract.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import { readableAgreement, viewerOf, type AsRead } from "../obligations/queries.ts";
import { partyIdsOf } from "../obligations/rules.ts";
import { daysBetween, stateOn } from "../obligations/state.ts";
import type { Ctx } from "../store/hub.ts";
import type { Held, Traced, YearFigure, YearView } from "./contract.ts";

/** The day's work of a clause as people count it: together on the water, or together at a table. */
const ACTIONS: readonly ObligationKind[] = ["patrol", "campaign", "restoration"];

type Leads = YearView["leads"][number];
type Owed = YearView["obligations"][number];

/**
 * 年度汇编 of one agreement, for whoever may read it: leads between the parties with their outcomes, actions, conferences, and what was owed
 * and met. Every figure names the entries it rests on; of leads only those count that this officer may read.
 */
export async function getYear(ctx: Ctx, agreementId: string, year: number): Promise<YearView> {
  const agreement = await readableAgreement(ctx, agreementId);
  const ofYear = { $gte: `${year}-01-01`, $lte: `${year}-12-31` };
  const [occurrences, origins, leads] = await Promise.all([
    ctx.hub.store.occurrences
      .find({ agreementId, dueOn: ofYear })
      .sort({ dueOn: 1, _id: 1 })
      .lean<OccurrenceDoc[]>(),
    originsOf(ctx, agreement),
    leadsOf(ctx, agreement, year),
  ]);
  const { today } = viewerOf(ctx);
  const done = occurrences.filter((one) => one.phase === "met" && one.metOn !== null);
  const actions = done.filter((one) => ACTIONS.includes(one.kind)).map(toHeld);
  const conferences = done.filter((one) => one.kind === "conference").map(toHeld);
  return {
    agreementId,
    title: agreement.values.title,
    parties: agreement.parties.map(({ officeId, name }) => ({ officeId, name })),
    year,
    at: ctx.hub.clock.now().toISOString(),
    leads,
    actions,
    conferences,
    obligations: obligationsOf(occurrences, origins, today),
    totals: [
      ...summed(leads, ["sent", "accepted", "filed", "not_filed", "done"]),
      traced("actions", actions),
      traced("conferences", conferences),
      ...owedFigures(occurrences, origins, today),
    ],
  };
}

const traced = (key: YearFigure, counted: readonly { entryIds: string[] }[]): Traced => ({
  key,
  n: counted.length,
  entryIds: [...new Set(counted.flatMap((one) => one.entryIds))],
});

const summed = (leads: readonly Leads[], keys: readonly YearFigure[]): Traced[] =>
  keys.map((key) => {
    const figures = leads.flatMap((one) => one.figures.filter((figure) => figure.key === key));
    return {
      key,
      n: figures.reduce((n, figure) => n + figure.n, 0),
      entryIds: figures.flatMap((figure) => figure.entryIds),
    };
  });

/** What was said and done about it: evidence that holds, words of the other side, and what was agreed. */
const entriesOf = (one: OccurrenceDoc): string[] => [
  ...one.evidence.filter((given) => given.refuted === null).map((given) => given.id),
  ...one.confirmed.map((given) => given.id),
  ...one.requests
    .filter((asked) => asked.outcome === "agreed")
    .flatMap((asked) => [asked.id, ...asked.answers.map((answer) => answer.id)]),
];

const toHeld = (one: OccurrenceDoc): Held => ({
  occurrenceId: one._id,
  title: one.title,
  period: one.period,
  officeId: one.officeId,
  on: one.metOn ?? one.dueOn,
  entryIds: entriesOf(one),
});

/** Where it was laid down that something is owed, by obligation: the only entries of what nobody has done. */
type Origins = ReadonlyMap<string, string>;

const FOUNDING: EntryType[] = ["obligation.adopted", "obligation.defined"];

async function originsOf(ctx: Ctx, { channelId }: AsRead): Promise<Origins> {
  if (channelId === null) return new Map();
  const found = await ctx.hub.store.entries
    .find({ channelId, type: { $in: FOUNDING } }, { body: 1 })
    .sort({ seq: 1 })
    .lean<Pick<EntryDoc, "_id" | "body">[]>();
  return new Map(
    found.flatMap(({ _id, body }) => {
      const { obligationId, made } = (body ?? {}) as { obligationId?: string; made?: string[] };
      return [...(made ?? []), ...(obligationId ? [obligationId] : [])].map(
        (id): [string, string] => [id, _id],
      );
    }),
  );
}

function owedFigures(
  occurrences: readonly OccurrenceDoc[],
  origins: Origins,
  today: string,
): Traced[] {
  const which: [YearFigure, (one: OccurrenceDoc) => boolean][] = [
    ["owed", () => true],
    ["met_in_time", (one) => one.phase === "met" && !one.late],
    ["met_late", (one) => one.phase === "met" && one.late],
    ["overdue", (one) => stateOn(one, today) === "overdue"],
    ["waived", (one) => one.phase === "waived"],
  ];
  return which.map(([key, counts]) =>
    traced(
      key,
      occurrences.filter(counts).map((one) => ({ entryIds: tracesOf(one, origins) })),
    ),
  );
}

const tracesOf = (one: OccurrenceDoc, origins: Origins): string[] => {
  const entries = entriesOf(one);
  const origin = origins.get(one.obligationId);
  return entries.length === 0 && origin !== undefined ? [origin] : entries;
};

function obligationsOf(
  occurrences: readonly OccurrenceDoc[],
  origins: Origins,
  today: string,
): Owed[] {
  const groups = new Map<string, OccurrenceDoc[]>();
  for (const one of occurrences)
    groups.set(one.obligationId, [...(groups.get(one.obligationId) ?? []), one]);
  return [...groups].map(([obligationId, group]) => ({
    obligationId,
    kind: group[0]?.kind ?? "other",
    title: group[0]?.title ?? "",
    figures: owedFigures(group, origins, today),
    rows: group.map((one) => ({
      occurrenceId: one._id,
      period: one.period,
      officeId: one.officeId,
      state: stateOn(one, today),
      dueOn: one.dueOn,
      metOn: one.metOn,
      lateDays: one.late && one.metOn ? daysBetween(one.dueOn, one.metOn) : 0,
      entryIds: tracesOf(one, origins),
    })),
  }));
}

/** Entries by which an exchange is counted. */
const MARKS = {
  sent: "exchange.arrived",
  accepted: "exchange.accepted",
  feedback: "exchange.feedback",
} as const satisfies Record<string, EntryType>;

async function leadsOf(ctx: Ctx, agreement: AsRead, year: number): Promise<Leads[]> {
  const officeIds = partyIdsOf(agreement);
  const found = await ctx.hub.store.exchanges
    .find({
      audience: { $in: ctx.actor.tokens },
      sentAt: { $gte: startOfDay(`${year}-01-01`), $lte: endOfDay(`${year}-12-31`) },
      fromOfficeId: { $in: officeIds },
      toOfficeId: { $in: officeIds },
    })
    .sort({ sentAt: 1 })
    .lean<ExchangeDoc[]>();
  const channelIds = found.flatMap((one) => (one.channelId ? [one.channelId] : []));
  const marks = await ctx.hub.store.entries
    .find(
      { channelId: { $in: channelIds }, type: { $in: Object.values(MARKS) } },
      { channelId: 1, type: 1, body: 1 },
    )
    .lean<Mark[]>();
  const groups = new Map<string, ExchangeDoc[]>();
  for (const one of found) {
    const key = `${one.fromOfficeId}>${one.toOfficeId}/${one.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => toLeads(group, marks));
}

type Mark = Pick<EntryDoc, "_id" | "channelId" | "type" | "body">;

function toLeads(group: readonly ExchangeDoc[], marks: readonly Mark[]): Leads[] {
  const [first] = group;
  if (!first) return [];
  const ofType = (one: ExchangeDoc, type: string) =>
    marks.filter((mark) => mark.channelId === one.channelId && mark.type === type);
  const fed = (one: ExchangeDoc, kind: string) =>
    ofType(one, MARKS.feedback).filter(
      ({ body }) => (body as { kind?: string } | null)?.kind === kind,
    );
  const which: [YearFigure, (one: ExchangeDoc) => boolean, (one: ExchangeDoc) => Mark[]][] = [
    ["sent", () => true, (one) => ofType(one, MARKS.sent)],
    ["accepted", (one) => one.accepted !== null, (one) => ofType(one, MARKS.accepted)],
    ["filed", (one) => says(one, "filed"), (one) => fed(one, "filed")],
    ["not_filed", (one) => says(one, "not_filed"), (one) => fed(one, "not_filed")],
    ["done", (one) => one.state === "done", (one) => fed(one, "result")],
  ];
  const { fromOfficeId, toOfficeId, kind } = first;
  return [
    {
      fromOfficeId,
      toOfficeId,
      kind,
      figures: which.map(([key, counts, rests]) =>
        traced(
          key,
          group.filter(counts).map((one) => ({ entryIds: rests(one).map((mark) => mark._id) })),
        ),
      ),
      rows: group.map((one) => ({
        exchangeId: one._id,
        number: one.leadNumber,
        title: one.title,
        sentOn: dayOf(one.sentAt ?? one.changedAt),
        state: one.state,
        feedback: one.feedback.at(-1)?.kind ?? null,
        entryIds: marks.filter((mark) => mark.channelId === one.channelId).map((mark) => mark._id),
      })),
    },
  ];
}

const says = (one: ExchangeDoc, kind: string): boolean =>
  one.feedback.some((given) => given.kind === kind);
