import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import type { BodyOf, EntryType } from "../kernel/events.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import { inTurn } from "../store/turns.ts";
import { audienceInside, audienceOfAction, audienceOfParties } from "./audience.ts";
import { actionNextAt, actionWaitsFor } from "./desk.ts";
import type { ActionDoc } from "./model.ts";
import type { ActionRecord } from "./record.ts";
import { fixedSpan, isLong } from "./time.ts";

type Derived = "audience" | "waiting" | "nextAt" | "long";
/** An entry to be written; its id follows from the command unless it has one of its own. */
export type Written = Omit<NewEntry, "id"> & { id?: string };

/** What follows from an action's facts, and is written whenever they are. */
export function derivedOf(x: Omit<ActionRecord, "long">): Pick<ActionDoc, Derived> {
  const span = fixedSpan(x);
  const facts = { ...x, long: span !== null && isLong(span) };
  return {
    long: facts.long,
    audience: audienceOfAction(facts),
    waiting: actionWaitsFor(facts),
    nextAt: actionNextAt(facts),
  };
}

/** The channel of all parties, and that of one office about it (本院). */
export const sharedChannelId = (actionId: string): string => derivedId(actionId, "channel");
export const ownChannelId = (actionId: string, officeId: string): string =>
  derivedId(actionId, `own/${officeId}`);

/** The action in this transaction, or not_found. */
export async function loadAction(tx: Tx, actionId: string): Promise<ActionDoc> {
  const found = await tx.store.actions
    .findById(actionId, null, { session: tx.session })
    .lean<ActionDoc>();
  if (!found) throw new HubError("not_found");
  return found;
}

/**
 * Changes an action from the version that was read, with everything that follows; its channels are regranted in the same commit when
 * their readers change. A lost race runs the command again.
 */
export async function changeAction(
  tx: Tx,
  before: ActionDoc,
  change: Partial<ActionDoc>,
): Promise<ActionDoc> {
  const next: ActionDoc = { ...before, ...change, version: before.version + 1, changedAt: tx.at };
  const derived = derivedOf(next);
  const moved = await tx.store.actions.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived, changedAt: tx.at }, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  await regrantAll(tx, before, next);
  tx.changed([...new Set([...before.audience, ...derived.audience])], {
    feature: "actions",
    id: before._id,
  });
  return { ...next, ...derived };
}

async function regrantAll(tx: Tx, before: ActionDoc, next: ActionDoc): Promise<void> {
  const shared = audienceOfParties(next);
  if (
    shared.join() !== audienceOfParties(before).join() ||
    next.officeIds.join() !== before.officeIds.join()
  )
    await tx.regrant(next.channelId, { audience: shared, officeIds: next.officeIds });
  for (const officeId of next.insideOfficeIds) {
    const own = audienceInside(next, officeId);
    if (own.join() !== audienceInside(before, officeId).join())
      await tx.regrant(ownChannelId(next._id, officeId), { audience: own });
  }
}

/** An entry of the channel of all parties that makes notices for those whom it concerns. */
export const told = <T extends EntryType>(x: ActionRecord, type: T, body: BodyOf<T>): Written => ({
  channelId: x.channelId,
  type,
  body,
  pending: ["notices"],
});

/** One that only stands in the record. */
export const noted = <T extends EntryType>(x: ActionRecord, type: T, body: BodyOf<T>): Written => ({
  channelId: x.channelId,
  type,
  body,
});

/** One command on one action. */
export interface OnAction {
  id: string;
  /** What was asked, by the command's name. */
  input: unknown;
  run: (tx: Tx, action: ActionDoc) => Promise<Written[]>;
}

/**
 * Runs a command on one action. All of one action's commands in this process stand in one line: a hundred phones that send at once each
 * commit at the first try, and another process is met as ever, by the channel's head.
 */
export async function onAction(
  ctx: Ctx,
  actionId: string,
  { id, input, run }: OnAction,
): Promise<void> {
  await inTurn(ctx.hub, `action/${actionId}`, () =>
    ctx.hub.journal.act(ctx, {
      id,
      input,
      run: async (tx) => ({ entries: await run(tx, await loadAction(tx, actionId)) }),
    }),
  );
}
