import { token } from "../access/rules.ts";
import { mostPressing, nextClock } from "../clocks/rules.ts";
import type { EntryType } from "../kernel/events.ts";
import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { LostRace } from "../store/store.ts";
import { waitingTokens } from "../workbench/rules.ts";
import { audienceOfBoth, audienceOfExchange } from "./audience.ts";
import { OPEN_STATES } from "./flow.ts";
import type { ExchangeDoc } from "./model.ts";

type Derived = "open" | "audience" | "waiting" | "nextAt" | "dueAt" | "dueOfficeId";

/** What follows from an exchange's facts, and is written whenever they are: who reads, who is awaited, and when clocks strike. */
export function derivedOf(exchange: Omit<ExchangeDoc, Derived>): Pick<ExchangeDoc, Derived> {
  // A clock that a dispute holds is nobody's delay.
  const pressing = mostPressing(exchange.clocks.filter((clock) => !clock.held));
  return {
    open: OPEN_STATES.includes(exchange.state),
    audience: audienceOfExchange(exchange),
    waiting: waitingTokens(exchange),
    nextAt: nextClock(exchange),
    dueAt: pressing?.due ?? null,
    dueOfficeId: pressing?.officeId ?? null,
  };
}

const OFFICER = token.officer("");

/**
 * Since when those read it who do by name; to be written with the audience. Who lost it and gets it again begins again. What was written
 * before this was kept goes without: a time of today would be untrue.
 */
export function sinceOf(
  { since }: Pick<ExchangeDoc, "since">,
  audience: readonly string[],
  at: Date,
): Pick<ExchangeDoc, "since"> {
  if (!since) return {};
  const named = audience.flatMap((one) =>
    one.startsWith(OFFICER) ? one.slice(OFFICER.length) : [],
  );
  return {
    since: named.map(
      (officerId) => since.find((one) => one.officerId === officerId) ?? { officerId, at },
    ),
  };
}

/** The exchange in this transaction, or not_found. */
export async function loadExchange(tx: Tx, exchangeId: string): Promise<ExchangeDoc> {
  const found = await tx.store.exchanges
    .findById(exchangeId, null, { session: tx.session })
    .lean<ExchangeDoc>();
  if (!found) throw new HubError("not_found");
  return found;
}

/**
 * Changes an exchange from the version that was read, with everything that follows. When its readers change, the channel is regranted
 * in the same commit: whoever lost it cannot write a moment longer. A lost race runs the command again.
 */
export async function changeExchange(
  tx: Tx,
  before: ExchangeDoc,
  change: Partial<ExchangeDoc>,
): Promise<ExchangeDoc> {
  const next: ExchangeDoc = { ...before, ...change, version: before.version + 1, changedAt: tx.at };
  const derived = derivedOf(next);
  const since = sinceOf(before, derived.audience, tx.at);
  const moved = await tx.store.exchanges.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived, ...since, changedAt: tx.at }, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  const both = audienceOfBoth(next);
  if (before.channelId && both.join() !== audienceOfBoth(before).join())
    await tx.regrant(before.channelId, { audience: both });
  tx.changed([...new Set([...before.audience, ...derived.audience])], {
    feature: "exchanges",
    id: before._id,
  });
  return { ...next, ...derived, ...since };
}

/** An entry that makes notices for those whom it concerns. */
export const told = (
  channelId: string,
  type: EntryType,
  body: Record<string, unknown>,
): Omit<NewEntry, "id"> => ({ channelId, type, body, pending: ["notices"] });

/** An entry that only stands in the record. */
export const noted = (
  channelId: string,
  type: EntryType,
  body: Record<string, unknown>,
): Omit<NewEntry, "id"> => ({ channelId, type, body });

/** The channel of both sides; before the issue there is none. */
export function channelOf(exchange: ExchangeDoc): string {
  if (exchange.channelId === null) throw new HubError("not_now", { reason: "exchange_state" });
  return exchange.channelId;
}
