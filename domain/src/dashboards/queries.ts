import { isLeader, token } from "../access/rules.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { OccurrenceDoc, TallyDoc, TurnDoc } from "../obligations/model.ts";
import {
  readableAgreement,
  readableAgreements,
  rowsOf,
  viewerOf,
  yearOf,
  type AsRead,
} from "../obligations/queries.ts";
import type { Cell } from "../obligations/record.ts";
import { partyIdsOf, turnOf } from "../obligations/rules.ts";
import { addDays, SOON_DAYS, stateOn } from "../obligations/state.ts";
import { cellsOf } from "../obligations/tally.ts";
import { listOffices } from "../offices/queries.ts";
import { inOrder } from "../offices/rules.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  AgreementBoard,
  AgreementLine,
  BoardView,
  LeadersBoard,
  NextConference,
  OfficeBoard,
  OfficeLine,
} from "./contract.ts";
import { leadFlows, waysBetween } from "./flows.ts";
import {
  longestOverdue,
  milestonesOf,
  standingOf,
  stateFigures,
  statesOf,
  stripOf,
  type Scope,
} from "./rules.ts";

/** What a dashboard is made of: agreements, their counted years, and what comes next in each. Few documents, however many occurrences. */
interface Ground {
  year: number;
  today: string;
  at: string;
  agreements: AsRead[];
  cells: Map<string, Cell[]>;
  conferences: Map<string, NextConference>;
  turns: Map<string, TurnDoc>;
}

const NEXT = {
  agreementId: 1,
  title: 1,
  period: 1,
  dueOn: 1,
  opensOn: 1,
  officeId: 1,
  phase: 1,
  deferred: 1,
};
type Next = Pick<OccurrenceDoc, "_id" | keyof typeof NEXT>;

async function groundOf(ctx: Ctx, agreements: AsRead[], asked?: number): Promise<Ground> {
  const { store, clock } = ctx.hub;
  const { today } = viewerOf(ctx);
  const year = asked ?? yearOf(ctx);
  const agreementId = { $in: agreements.map((one) => one._id) };
  const [tallies, next, turns] = await Promise.all([
    store.tallies
      // What is to come beside the year that is looked at, and what is still owed from the years before.
      .find({
        agreementId,
        $or: [{ year: { $gte: Math.min(year, yearOf(ctx)) } }, { pending: { $gt: 0 } }],
      })
      .lean<TallyDoc[]>(),
    store.occurrences
      .find({ agreementId, kind: "conference", phase: "pending", dueOn: { $gte: today } }, NEXT)
      .sort({ dueOn: 1 })
      .lean<Next[]>(),
    store.turns.find({ _id: agreementId }).lean<TurnDoc[]>(),
  ]);
  const cells = new Map<string, Cell[]>();
  for (const tally of tallies)
    cells.set(tally.agreementId, [
      ...(cells.get(tally.agreementId) ?? []),
      ...cellsOf(tally.cells),
    ]);
  const conferences = new Map<string, NextConference>();
  for (const one of next)
    if (!conferences.has(one.agreementId))
      conferences.set(one.agreementId, {
        occurrenceId: one._id,
        title: one.title,
        period: one.period,
        dueOn: one.dueOn,
        officeId: one.officeId,
        state: stateOn(one, today),
      });
  return {
    year,
    today,
    at: clock.now().toISOString(),
    agreements,
    cells,
    conferences,
    turns: new Map(turns.map((one) => [one._id, one])),
  };
}

const cellsIn = (ground: Ground, agreementId: string): Cell[] =>
  ground.cells.get(agreementId) ?? [];

/** In force, or over with something that was owed in the year or still is. */
const isShown = (ground: Ground, agreement: AsRead): boolean =>
  (agreement.inForce !== null && agreement.ended === null) ||
  Object.keys(statesOf(cellsIn(ground, agreement._id), ground.year, ground.today)).length > 0;

const allCells = (ground: Ground): Cell[] => [...ground.cells.values()].flat();

/** One agreement in one line; with `officeId` what that office owes in it. */
function lineOf(ground: Ground, agreement: AsRead, officeId?: string): AgreementLine {
  const { year, today } = ground;
  const cells = ofOffice(cellsIn(ground, agreement._id), officeId);
  const conference = ground.conferences.get(agreement._id) ?? null;
  const named = ground.turns.get(agreement._id)?.officeId;
  return {
    agreementId: agreement._id,
    title: agreement.values.title,
    area: agreement.values.area,
    parties: agreement.parties
      .filter((one) => one.leftOn === null)
      .map(({ officeId, name }) => ({ officeId, name })),
    states: statesOf(cells, year, today),
    overdueDays: longestOverdue(cells, today),
    strip: stripOf(cells, year, today),
    conference,
    // As listObligations says it: until a fact moves it, the turn is the first party's.
    turn: named || conference ? turnOf(agreement, named) : null,
    milestone: milestonesOf(agreement, today)[0] ?? null,
  };
}

const ofOffice = (cells: Cell[], officeId: string | undefined): Cell[] =>
  officeId === undefined ? cells : cells.filter((cell) => cell.officeId === officeId);

/** Offices that owe something here, by level and division code. */
async function officeLines(
  ctx: Ctx,
  ground: Ground,
  cells: Cell[],
  scope: Scope,
): Promise<OfficeLine[]> {
  const owing = new Set(cells.map((cell) => cell.officeId));
  const offices = inOrder(await listOffices(ctx.hub)).filter((office) => owing.has(office.id));
  return offices.map(({ id }) => ({
    officeId: id,
    states: stateFigures(
      ofOffice(cells, id),
      { ...scope, officeId: id },
      ground.year,
      ground.today,
    ),
  }));
}

const flowsOf = (ctx: Ctx, ground: Ground) =>
  leadFlows(
    ctx,
    waysBetween(ground.agreements.map((one) => ({ officeIds: partyIdsOf(one) }))),
    ground.year,
  );

const headOf = ({ year, at }: Ground) => ({ year, at });

/** Over all agreements that this officer may read: the figures are of exactly the lists behind them. */
export async function getBoard(ctx: Ctx, year?: number): Promise<BoardView> {
  const ground = await groundOf(ctx, await readableAgreements(ctx), year);
  const cells = allCells(ground);
  const [offices, leads] = await Promise.all([
    officeLines(ctx, ground, cells, {}),
    flowsOf(ctx, ground),
  ]);
  return {
    ...headOf(ground),
    standing: standingOf(cells, {}, ground.year, ground.today),
    strip: stripOf(cells, ground.year, ground.today),
    agreements: ground.agreements
      .filter((one) => isShown(ground, one))
      .map((one) => lineOf(ground, one)),
    offices,
    leads,
  };
}

/** One agreement, whether it is still in force or not; not_found when it is not this officer's to read. */
export async function getAgreementBoard(
  ctx: Ctx,
  agreementId: string,
  year?: number,
): Promise<AgreementBoard> {
  const agreement = await readableAgreement(ctx, agreementId);
  const ground = await groundOf(ctx, [agreement], year);
  const cells = cellsIn(ground, agreementId);
  const [offices, leads, kinds] = await Promise.all([
    officeLines(ctx, ground, cells, { agreementId }),
    flowsOf(ctx, ground),
    kindsOf(ctx, ground, agreementId),
  ]);
  return {
    ...headOf(ground),
    line: lineOf(ground, agreement),
    standing: standingOf(cells, { agreementId }, ground.year, ground.today),
    offices,
    kinds,
    leads,
    milestones: milestonesOf(agreement, ground.today),
  };
}

/** The year of one agreement by kind: asked of the occurrences, of which one agreement has few. */
async function kindsOf(
  ctx: Ctx,
  { year, today }: Ground,
  agreementId: string,
): Promise<AgreementBoard["kinds"]> {
  const found = await ctx.hub.store.occurrences
    .find(
      {
        agreementId,
        dueOn: { $lte: `${year}-12-31` },
        $or: [{ dueOn: { $gte: `${year}-01-01` } }, { phase: "pending" }],
      },
      { kind: 1, officeId: 1, opensOn: 1, dueOn: 1, phase: 1, deferred: 1, late: 1 },
    )
    .lean<OccurrenceDoc[]>();
  const kinds = [...new Set(found.map((one) => one.kind))].toSorted();
  return kinds.map((kind) => {
    const cells = found.filter((one) => one.kind === kind).map((one) => ({ ...one, n: 1 }));
    return { kind, states: statesOf(cells, year, today) };
  });
}

/** The agreements among these in which an office takes part. */
const withParty = (agreements: readonly AsRead[], officeId: string): AsRead[] =>
  agreements.filter((one) => partyIdsOf(one).includes(officeId));

/** What one office owes in the agreements this officer may read; of another office no more than those say. */
export async function getOfficeBoard(
  ctx: Ctx,
  officeId: string,
  year?: number,
): Promise<OfficeBoard> {
  const mine = withParty(await readableAgreements(ctx), officeId);
  const ground = await groundOf(ctx, mine, year);
  const cells = ofOffice(allCells(ground), officeId);
  const leads = await flowsOf(ctx, ground);
  return {
    ...headOf(ground),
    officeId,
    standing: standingOf(cells, { officeId }, ground.year, ground.today),
    strip: stripOf(cells, ground.year, ground.today),
    agreements: mine
      .filter((one) => isShown(ground, one))
      .map((one) => lineOf(ground, one, officeId)),
    leads: leads.filter((one) => one.fromOfficeId === officeId || one.toOfficeId === officeId),
  };
}

/** More than this does not fit a page; the lists behind the figures have the rest. */
const SHOWN = 50;

/** The leaders' page: what the own office owes, what others ask of it, one line per agreement, this year's figures. */
export async function getLeadersBoard(ctx: Ctx, year?: number): Promise<LeadersBoard> {
  ensure(isLeader(ctx.actor) ? { allowed: true } : refuse("forbidden", "leader_only"));
  const { officeId } = ctx.actor;
  const board = await getOfficeBoard(ctx, officeId, year);
  const agreements = await readableAgreements(ctx);
  const { today } = viewerOf(ctx);
  const readable = new Set(agreements.map((one) => one._id));
  const rows = async (condition: Record<string, unknown>) => {
    const found = await ctx.hub.store.occurrences
      .find(condition)
      .sort({ dueOn: 1, _id: 1 })
      .limit(SHOWN)
      .lean<OccurrenceDoc[]>();
    return rowsOf(
      ctx,
      agreements,
      found.filter((one) => readable.has(one.agreementId)),
    );
  };
  const agreementId = { $in: [...readable] };
  const [overdue, dueSoon, asked] = await Promise.all([
    rows({ agreementId, officeId, phase: "pending", dueOn: { $lt: today } }),
    rows({
      agreementId,
      officeId,
      phase: "pending",
      dueOn: { $gte: today, $lte: addDays(today, SOON_DAYS) },
      opensOn: { $lte: today },
    }),
    // Few at any time: by whom they wait for, not through every occurrence of every agreement.
    rows({ asked: token.leaders(officeId) }),
  ]);
  const { strip: _, ...rest } = board;
  return { ...rest, overdue, dueSoon, asked };
}
