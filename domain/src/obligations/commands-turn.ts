import { told } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { canonical } from "../kernel/canonical.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import type { MoveTurn } from "./acts-contract.ts";
import { channelOf, loadAgreement, recount, writeOccurrence } from "./change.ts";
import type { ObligationDoc, OccurrenceDoc, TurnDoc } from "./model.ts";
import { nextInTurn } from "./plan.ts";
import { mayObliged, partyIdsOf, turnOf } from "./rules.ts";

/** 轮值召集单位 moves on by hand: with the fact that moves it, which is never the mere passing of time. */
export async function moveTurn(ctx: Ctx, agreementId: string, input: MoveTurn): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { moveTurn: agreementId, ...input },
    run: async (tx) => {
      const agreement = await loadAgreement(tx, agreementId);
      ensure(mayObliged(ctx.actor, "move", agreement));
      const before = await turnIn(tx, agreement);
      if (before.version !== input.expects) throw new HubError("stale");
      const { id, to, held, fact, on } = input;
      ensureNotAhead(tx.at, { on });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      return [await passTurn(tx, agreement, { id, to, held, fact, on, by })];
    },
  });
}

/**
 * Passes the turn on in the caller's transaction, by an explicit fact: the minutes of the conference were issued. `to`: null is the next
 * party in signing order. Everything that is still to be convened goes round anew from there; `held`, whose fact it is, and what came
 * before it stay with whoever convened them. Answers the entry to write in the agreement's channel.
 */
export async function passTurn(
  tx: Tx,
  agreement: AgreementDoc,
  given: {
    id: string;
    to: string | null;
    held: string | null;
    fact: string;
    on: string;
    by: Stamp;
  },
): Promise<Omit<NewEntry, "id">> {
  const order = partyIdsOf(agreement);
  const before = await turnIn(tx, agreement);
  const from = before.officeId;
  const to = given.to ?? nextInTurn(order, from);
  if (!order.includes(to))
    throw new HubError("bad_input", { issues: [{ path: "to", code: "not_a_party" }] });
  const { id, fact, on, by } = given;
  const moved = { id, from, to, fact, on, by };
  await writeTurn(tx, before, { officeId: to, moved: [...before.moved, moved] });
  await recount(tx, agreement, await goRound(tx, agreement, to, given));
  const digest = sm3(canonical(fact));
  const body = { agreementId: agreement._id, from, to, digest };
  return told(channelOf(agreement), "obligation.turned", body);
}

/** Whose turn it is; before there was any fact, the first party's, under version 0. */
async function turnIn(tx: Tx, agreement: AgreementDoc): Promise<TurnDoc> {
  const { store, session } = tx;
  const found = await store.turns.findById(agreement._id, null, { session }).lean<TurnDoc>();
  const officeId = turnOf(agreement, found?.officeId);
  if (officeId === null) throw new HubError("not_now", { reason: "nobody_in_turn" });
  return found ? { ...found, officeId } : { _id: agreement._id, version: 0, officeId, moved: [] };
}

async function writeTurn(tx: Tx, before: TurnDoc, change: Partial<TurnDoc>): Promise<void> {
  const { store, session } = tx;
  if (before.version === 0) {
    const made = { ...before, ...change, version: 1 };
    await store.turns.insertMany([made], { session, lean: true });
    return;
  }
  const { _id, version } = before;
  const moved = await store.turns.updateOne(
    { _id, version },
    { $set: change, $inc: { version: 1 } },
    { session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
}

/** Who convenes what is still to come, one after the other from `to`. Answers the due days that were touched. */
async function goRound(
  { store, session, at }: Tx,
  agreement: AgreementDoc,
  to: string,
  { held, on }: { held: string | null; on: string },
): Promise<string[]> {
  const order = partyIdsOf(agreement);
  const pending = await store.occurrences
    .find(
      { agreementId: agreement._id, phase: "pending", rotates: true, dueOn: { $gte: on } },
      null,
      { session },
    )
    .sort({ dueOn: 1 })
    .lean<OccurrenceDoc[]>();
  const past = held
    ? await store.occurrences.findById(held, { anchor: 1, agreementId: 1 }, { session }).lean()
    : null;
  if (held && past?.agreementId !== agreement._id) throw new HubError("not_found");
  const handlers = new Map(
    (
      await store.obligations
        .find({ agreementId: agreement._id }, null, { session })
        .lean<ObligationDoc[]>()
    ).map((one) => [one._id, one.handlers]),
  );
  const days: string[] = [];
  const turns = new Map<string, string>();
  for (const one of pending) {
    if (past && one.anchor <= past.anchor) continue;
    const officeId = turns.get(one.obligationId) ?? to;
    turns.set(one.obligationId, nextInTurn(order, officeId));
    if (one.officeId === officeId) continue;
    const known = handlers.get(one.obligationId)?.find((of) => of.officeId === officeId);
    const handlerId = known?.officerId ?? null;
    await writeOccurrence({ store, session, at }, one, { officeId, handlerId });
    days.push(one.dueOn);
  }
  return days;
}
