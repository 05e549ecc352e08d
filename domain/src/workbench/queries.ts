import { token } from "../access/rules.ts";
import { daysOverdue, dayOf } from "../kernel/clock.ts";
import { capped, COUNT_CAP } from "../kernel/cursor.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { listExchanges } from "../exchanges/queries.ts";
import { ExchangeQuery } from "../exchanges/acts-contract.ts";
import { LeadQuery } from "../leads/acts-contract.ts";
import type { LeadDoc } from "../leads/model.ts";
import { actionTodos } from "../actions/todos.ts";
import { agreementTodos } from "../agreements/todos.ts";
import { obligationTodos, overdueTodos } from "../obligations/todos.ts";
import { countLeads } from "../leads/queries.ts";
import { leadTodos } from "../leads/rules.ts";
import { signingTodos } from "../signatures/todos.ts";
import type { Ctx } from "../store/hub.ts";
import type { Todo, Workbench } from "./contract.ts";
import type { Stamp } from "../kernel/signature.ts";
import { awaitedOf, byClock, type Awaited } from "./rules.ts";

/** More than this does not fit a desk; the lists have the rest. */
const SHOWN = 200;

/** What waits for this officer, what is for reading, and for leaders the office's page. */
export async function getWorkbench(ctx: Ctx): Promise<Workbench> {
  const [exchanges, leads, agreements, signings, obligations, actions] = await Promise.all([
    waitingExchanges(ctx),
    waitingLeads(ctx),
    agreementTodos(ctx, SHOWN),
    signingTodos(ctx, SHOWN),
    obligationTodos(ctx, SHOWN),
    actionTodos(ctx, SHOWN),
  ]);
  const awaited = exchanges.flatMap((one) =>
    awaitedOf(one)
      .filter((awaits) => awaits.tokens.some((want) => ctx.actor.tokens.includes(want)))
      .map((awaits) => toTodo(ctx, one, awaits)),
  );
  const todo = [
    ...awaited.filter((one) => one.act !== "read"),
    ...leads,
    ...agreements,
    ...signings,
    ...obligations,
    ...actions,
  ].toSorted(byClock);
  return {
    todo,
    toRead: awaited.filter((one) => one.act === "read").toSorted(byClock),
    leaders: isLeader(ctx) ? await leadersPage(ctx, todo) : null,
  };
}

const isLeader = (ctx: Ctx): boolean =>
  ctx.actor.tokens.includes(token.leaders(ctx.actor.officeId));

const waitingExchanges = (ctx: Ctx): Promise<ExchangeDoc[]> =>
  ctx.hub.store.exchanges
    .find({ waiting: { $in: ctx.actor.tokens }, audience: { $in: ctx.actor.tokens } })
    .limit(SHOWN)
    .lean<ExchangeDoc[]>();

async function waitingLeads(ctx: Ctx): Promise<Todo[]> {
  const docs = await ctx.hub.store.leads
    .find({ waiting: { $in: ctx.actor.tokens }, audience: { $in: ctx.actor.tokens } })
    .limit(SHOWN)
    .lean<LeadDoc[]>();
  return docs.flatMap((lead) =>
    leadTodos(lead).map((act) => ({
      feature: "leads" as const,
      id: lead._id,
      act,
      kind: null,
      title: lead.values.title,
      fromOfficeId: lead.officeId,
      toOfficeId: null,
      by: lead.registered.name,
      since: lead.registeredAt.toISOString(),
      due: null,
      overdueDays: 0,
      urgent: false,
    })),
  );
}

function toTodo(ctx: Ctx, x: ExchangeDoc, { act, clock }: Awaited): Todo {
  const last = lastAct(x, act);
  const running = x.clocks.find((one) => one.key === clock && one.metAt === null && !one.held);
  return {
    feature: "exchanges",
    id: x._id,
    act,
    kind: x.kind,
    title: x.title,
    fromOfficeId: x.fromOfficeId,
    toOfficeId: x.toOfficeId,
    by: last.name,
    since: last.at.toISOString(),
    due: running?.due.toISOString() ?? null,
    overdueDays: running ? daysOverdue(running.due, ctx.hub.clock.now()) : 0,
    urgent: x.urgency === "urgent",
  };
}

/** Whose act put it on the desk, and when. A new plan of who may approve is no act on it. */
function lastAct(x: ExchangeDoc, act: Awaited["act"]): Stamp {
  switch (act) {
    case "submit":
      return x.returns.at(-1)?.by ?? x.drafted;
    case "pass":
      return x.submitted ?? x.drafted;
    case "issue":
    case "confirm_approval":
      return x.offline?.uploaded ?? x.reviewed ?? x.submitted ?? x.drafted;
    case "sign":
    case "read":
      return x.issued?.by ?? x.drafted;
    case "route":
      return x.receipt?.by ?? x.drafted;
    case "assign":
      return x.routed ?? x.receipt?.by ?? x.drafted;
    case "accept":
    case "feedback":
      return x.assignments.at(-1)?.by ?? x.drafted;
    case "acknowledge":
      return x.feedback.at(-1)?.by ?? x.drafted;
    case "supplement":
      return x.requests.at(-1)?.by ?? x.drafted;
    case "dispute_step":
      return x.dispute?.raised ?? x.drafted;
    default:
      return x.drafted;
  }
}

/** What leaders are asked for their word on. */
const APPROVALS = [
  "pass",
  "issue",
  "confirm_approval",
  "approve",
  "approve_plan",
  "release_proposal",
];

async function leadersPage(ctx: Ctx, todo: readonly Todo[]): Promise<Workbench["leaders"]> {
  const { officeId, tokens } = ctx.actor;
  const now = ctx.hub.clock.now();
  const year = Number(dayOf(now).slice(0, 4));
  const [overdue, obligations] = await Promise.all([
    ctx.hub.store.exchanges
      .find({ audience: { $in: tokens }, dueOfficeId: officeId, dueAt: { $lt: now } })
      .sort({ dueAt: 1 })
      .limit(SHOWN)
      .lean<ExchangeDoc[]>(),
    overdueTodos(ctx, SHOWN),
  ]);
  return {
    approvals: todo.filter((one) => APPROVALS.includes(one.act)),
    overdue: [
      ...overdue.flatMap((one) =>
        awaitedOf(one)
          .filter((awaits) => awaits.clock !== null)
          .slice(0, 1)
          .map((awaits) => toTodo(ctx, one, awaits)),
      ),
      ...obligations,
    ].toSorted(byClock),
    year,
    figures: await figuresOf(ctx, year),
  };
}

/** This year's figures: each is the count of a list, with the query that shows exactly its rows. */
async function figuresOf(ctx: Ctx, year: number) {
  const from = `${year}-01-01`;
  const lists: [key: string, path: "/leads" | "/exchanges", query: Record<string, string>][] = [
    ["leads_registered", "/leads", { from }],
    ["leads_major", "/leads", { from, grade: "major" }],
    ["leads_came", "/leads", { from, side: "came" }],
    ["transfers_sent", "/exchanges", { box: "sent", kind: "transfer", from }],
    ["transfers_received", "/exchanges", { box: "inbox", kind: "transfer", from }],
    [
      "transfers_in_hand",
      "/exchanges",
      { box: "inbox", kind: "transfer", state: "accepted", from },
    ],
    ["transfers_done", "/exchanges", { box: "inbox", kind: "transfer", state: "done", from }],
    ["notices_received", "/exchanges", { box: "inbox", kind: "notice", from }],
  ];
  return Promise.all(
    lists.map(async ([key, path, query]) => ({
      key,
      path,
      query,
      count: await countOf(ctx, path, query),
    })),
  );
}

async function countOf(ctx: Ctx, path: "/leads" | "/exchanges", query: Record<string, string>) {
  if (path === "/leads")
    return capped(await countLeads(ctx, LeadQuery.parse(query), COUNT_CAP + 1));
  return (await listExchanges(ctx, ExchangeQuery.parse({ ...query, limit: 1 }))).count;
}
