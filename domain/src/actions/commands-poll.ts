import type { ClientSession } from "mongoose";
import { token } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { all, allow, ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { LostRace, transaction } from "../store/store.ts";
import type { Bare } from "./acts-contract.ts";
import { changeAction, onAction, told } from "./change.ts";
import { reasonDigest } from "./commands-propose.ts";
import { busyOf } from "./conflicts.ts";
import type { ActionDoc } from "./model.ts";
import { conflictsIn, silentOf, talliesOf } from "./poll.ts";
import type { AnswerPoll, FixDate, OpenPoll, Reschedule } from "./poll-contract.ts";
import type { Time } from "./record.ts";
import { mayAction } from "./rules.ts";
import { fixedSpan, spanOf, timeOf } from "./time.ts";

/** Asks the offices for a date. Opened again, the dates are new; answers to dates that stay are kept. */
export const openPoll = (ctx: Ctx, actionId: string, { id, ...input }: OpenPoll) =>
  onAction(ctx, actionId, {
    id,
    input: { openPoll: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "open_poll", x));
      if (x.version !== input.expects) throw new HubError("stale");
      const closesAt = new Date(input.closesAt);
      ensurePoll(x, input, tx.at);
      const kept = new Set(input.options.map((one) => one.id));
      await changeAction(tx, x, {
        state: "polling",
        poll: {
          options: input.options.map((one) => ({ id: one.id, ...timeOf(one.span) })),
          quorum: input.quorum,
          closesAt,
          opened: stampOf(ctx.actor, ctx.role, tx.at),
          answers: (x.poll?.answers ?? []).map((one) => ({
            ...one,
            answers: Object.fromEntries(
              Object.entries(one.answers).filter(([option]) => sameOption(x, input, option, kept)),
            ),
          })),
          reminded: [],
          fixedOptionId: null,
        },
      });
      return [
        told(x, "action.poll_opened", {
          actionId,
          options: input.options.length,
          closesAt: closesAt.toISOString(),
        }),
      ];
    },
  });

/** An answer holds for a date, so it stays only with a date that is still the same. */
function sameOption(
  x: ActionDoc,
  input: Pick<OpenPoll, "options">,
  optionId: string,
  kept: ReadonlySet<string>,
): boolean {
  const before = x.poll?.options.find((one) => one.id === optionId);
  const after = input.options.find((one) => one.id === optionId);
  return (
    kept.has(optionId) &&
    before !== undefined &&
    after !== undefined &&
    spanOf(before).startAt === after.span.startAt &&
    spanOf(before).endAt === after.span.endAt
  );
}

function ensurePoll(x: ActionDoc, input: Omit<OpenPoll, "id">, now: Date): void {
  const ids = input.options.map((one) => one.id);
  const issues = [
    ...input.options.flatMap((one, index) => [
      ...(ids.indexOf(one.id) < index ? [{ path: `options.${index}.id`, code: "repeated" }] : []),
      ...(new Date(one.span.startAt) <= now
        ? [{ path: `options.${index}.span`, code: "past" }]
        : []),
    ]),
    ...input.quorum.must.flatMap((id, index) =>
      x.officeIds.includes(id) ? [] : [{ path: `quorum.must.${index}`, code: "not_a_party" }],
    ),
    ...(input.quorum.offices > x.officeIds.length
      ? [{ path: "quorum.offices", code: "too_big" }]
      : []),
    ...(new Date(input.closesAt) <= now ? [{ path: "closesAt", code: "past" }] : []),
  ];
  if (issues.length > 0) throw new HubError("bad_input", { issues });
}

/** 可以 / 可协调 / 不便 of the actor's office. It commutes: nobody's answer waits for another's. */
export const answerPoll = (ctx: Ctx, actionId: string, { id, answers, note }: AnswerPoll) =>
  onAction(ctx, actionId, {
    id,
    input: { answerPoll: actionId, answers, note },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "answer", x));
      const poll = x.poll;
      if (!poll || tx.at > poll.closesAt) throw new HubError("not_now", { reason: "poll_closed" });
      const unknown = Object.keys(answers).filter(
        (one) => !poll.options.some((option) => option.id === one),
      );
      // The dates were changed meanwhile: what was answered is not what is asked.
      if (unknown.length > 0) throw new HubError("stale");
      const { officeId } = ctx.actor;
      const before = poll.answers.find((one) => one.officeId === officeId);
      const given = {
        officeId,
        answers: { ...before?.answers, ...answers },
        note,
        by: stampOf(ctx.actor, ctx.role, tx.at),
      };
      const others = poll.answers.filter((one) => one.officeId !== officeId);
      await changeAction(tx, x, { poll: { ...poll, answers: [...others, given] } });
      return [told(x, "action.answered", { actionId, officeId })];
    },
  });

/** Reminds the offices that are silent, and only those. */
export const remindSilent = (ctx: Ctx, actionId: string, { id }: Bare) =>
  onAction(ctx, actionId, {
    id,
    input: { remindSilent: actionId },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "remind", x));
      const officeIds = x.poll ? silentOf(x.poll, x.officeIds) : [];
      if (!x.poll || officeIds.length === 0)
        throw new HubError("not_now", { reason: "none_silent" });
      const reminded = [...x.poll.reminded, { officeIds, at: tx.at }];
      await changeAction(tx, x, { poll: { ...x.poll, reminded } });
      return [told(x, "action.reminded", { actionId, officeIds })];
    },
  });

/** Fixes the date: one of the poll with one click, or any other; below the quorum line or against a conflict with the reason. */
export const fixDate = (ctx: Ctx, actionId: string, { id, ...input }: FixDate) =>
  onAction(ctx, actionId, {
    id,
    input: { fixDate: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "fix", x));
      if (x.version !== input.expects) throw new HubError("stale");
      if ((input.optionId === null) === (input.span === null))
        throw new HubError("bad_input", { issues: [{ path: "optionId", code: "one_of_both" }] });
      const option = x.poll?.options.find((one) => one.id === input.optionId);
      const span = option ?? (input.span ? timeOf(input.span) : null);
      if (!span) throw new HubError("stale");
      const tallies = x.poll ? talliesOf(x.poll, x.officeIds, x.hostOfficeId) : [];
      const below = tallies.some((one) => one.optionId === option?.id && !one.quorate);
      const busy = await busyOf(ctx.hub.store, x, span, tx.session);
      const clashes = conflictsIn(span, busy).length > 0;
      if (input.reason === "")
        ensure(
          all(
            below ? refuse("not_now", "below_quorum") : allow,
            clashes ? refuse("not_now", "conflicts") : allow,
          ),
        );
      await changeAction(tx, x, {
        state: "planning",
        ...bare(span),
        sequence: x.sequence + 1,
        fixed: { ...stampOf(ctx.actor, ctx.role, tx.at), reason: input.reason },
        poll: x.poll && { ...x.poll, fixedOptionId: option?.id ?? null },
      });
      return [
        told(x, "action.fixed", { actionId, span: spanOf(span), optionId: option?.id ?? null }),
      ];
    },
  });

const bare = ({ startAt, endAt, allDay }: Time): Time => ({ startAt, endAt, allDay });

/** Another day, with the reason. Both stay on record, and every calendar moves its copy (SEQUENCE). */
export const reschedule = (ctx: Ctx, actionId: string, { id, ...input }: Reschedule) =>
  onAction(ctx, actionId, {
    id,
    input: { reschedule: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "reschedule", x));
      if (x.version !== input.expects) throw new HubError("stale");
      const from = fixedSpan(x);
      const to = timeOf(input.span);
      if (!from) throw new HubError("not_now", { reason: "action_state" });
      if (+from.startAt === +to.startAt && +from.endAt === +to.endAt)
        ensure(refuse("not_now", "nothing_to_change"));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, x, {
        ...to,
        sequence: x.sequence + 1,
        moves: [...x.moves, { from, to, reason: input.reason, by }],
      });
      return [
        told(x, "action.rescheduled", {
          actionId,
          digest: reasonDigest(input.reason),
          from: spanOf(from),
          to: spanOf(to),
        }),
      ];
    },
  });

/**
 * The hub's own reminder, one day before a poll ends: to the liaisons of silent offices and to nobody else. It writes no entry, for nobody
 * did anything; that it was sent stands in the poll, in the same commit. May run anywhere, any time, twice at once; answers whom it told.
 */
export async function remindByClock(
  hub: Hub,
  actionId: string,
  tell: (
    session: ClientSession,
    told: { cause: string; action: ActionDoc; tokens: string[] },
  ) => Promise<string[]>,
): Promise<string[]> {
  const outcome = await transaction(hub.store, async (session) => {
    const now = hub.clock.now();
    const x = await hub.store.actions.findById(actionId, null, { session }).lean<ActionDoc>();
    if (!x?.poll || !x.nextAt || x.nextAt > now) return [];
    const officeIds = silentOf(x.poll, x.officeIds);
    const cause = derivedId(actionId, `remind/${x.nextAt.getTime()}`);
    const told = await tell(session, { cause, action: x, tokens: officeIds.map(token.liaison) });
    const reminded = { officeIds, at: now };
    const moved = await hub.store.actions.updateOne(
      { _id: actionId, version: x.version },
      { $set: { nextAt: null }, $push: { "poll.reminded": reminded }, $inc: { version: 1 } },
      { session },
    );
    if (moved.matchedCount !== 1) throw new LostRace();
    return told;
  });
  if (!outcome) throw new Error("reminder: every try lost its race");
  return outcome.done;
}
