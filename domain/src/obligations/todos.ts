import { endOfDay, startOfDay } from "../kernel/clock.ts";
import type { Ctx } from "../store/hub.ts";
import type { Todo } from "../workbench/contract.ts";
import type { OccurrenceAct } from "./contract.ts";
import type { OccurrenceDoc } from "./model.ts";
import { readableAgreements, viewerOf } from "./queries.ts";
import { awaitedOf } from "./rules.ts";
import { openRequest, overdueOn } from "./state.ts";

/** What of obligations waits for this officer: what has opened and is to be done, and what other parties ask the office's word on. */
export async function obligationTodos(ctx: Ctx, limit: number): Promise<Todo[]> {
  const { tokens } = ctx.actor;
  const { today } = viewerOf(ctx);
  const held = { $in: tokens };
  const { occurrences } = ctx.hub.store;
  const [due, asked] = await Promise.all([
    occurrences
      .find({ waiting: held, opensOn: { $lte: today } })
      .limit(limit)
      .lean<OccurrenceDoc[]>(),
    occurrences.find({ asked: held }).limit(limit).lean<OccurrenceDoc[]>(),
  ]);
  const found = new Map([...due, ...asked].map((one) => [one._id, one]));
  if (found.size === 0) return [];
  const ids = [...new Set([...found.values()].map((one) => one.agreementId))];
  const agreements = await readableAgreements(ctx, { _id: { $in: ids } });
  const readable = new Set(agreements.map((one) => one._id));
  return [...found.values()]
    .filter((one) => readable.has(one.agreementId))
    .flatMap((one) =>
      awaitedOf(one)
        .filter((awaits) => awaits.tokens.some((want) => tokens.includes(want)))
        .filter(({ act }) => act !== "meet" || one.opensOn <= today)
        .map(({ act }) => toTodo(one, act, today)),
    );
}

/** 本院超期: what the officer's own office is late with, the oldest first, whoever there has to do it. */
export async function overdueTodos(ctx: Ctx, limit: number): Promise<Todo[]> {
  const { today } = viewerOf(ctx);
  const agreements = await readableAgreements(ctx);
  const found = await ctx.hub.store.occurrences
    .find({
      agreementId: { $in: agreements.map((one) => one._id) },
      officeId: ctx.actor.officeId,
      phase: "pending",
      dueOn: { $lt: today },
    })
    .sort({ dueOn: 1, _id: 1 })
    .limit(limit)
    .lean<OccurrenceDoc[]>();
  return found.map((one) => toTodo(one, "meet", today));
}

function toTodo(one: OccurrenceDoc, act: OccurrenceAct, today: string): Todo {
  const request = act === "answer" ? openRequest(one) : null;
  const evidence = act === "confirm" ? one.evidence.at(-1) : undefined;
  const by = request?.by ?? evidence?.by ?? null;
  return {
    feature: "obligations",
    id: one._id,
    act,
    kind: one.kind,
    title: one.title,
    fromOfficeId: one.officeId,
    toOfficeId: null,
    by: by?.name ?? null,
    since: (by?.at ?? startOfDay(one.opensOn)).toISOString(),
    // The end binds whoever has to do it; a word that is asked for has none.
    due: act === "meet" ? endOfDay(one.dueOn).toISOString() : null,
    overdueDays: act === "meet" ? overdueOn(one, today) : 0,
    urgent: false,
  };
}
