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

type Derived = "open" | "audience" | "since" | "waiting" | "nextAt" | "dueAt" | "dueOfficeId";

/**
 * What follows from an exchange's facts, and is written whenever they are: who reads and, by name, since when; who is awaited; and when
 * clocks strike. `at`: the time of the change.
 */
export function derivedOf(
  exchange: Omit<ExchangeDoc, Derived> & Partial<Pick<ExchangeDoc, "since">>,
  at: Date,
): Pick<ExchangeDoc, Derived> {
  const audience = audienceOfExchange(exchange);
  // A clock that a dispute holds is nobody's delay.
  const pressing = mostPressing(exchange.clocks.filter((clock) => !clock.held));
  return {
    open: OPEN_STATES.includes(exchange.state),
    audience,
    // What was written before this was kept goes without: a time of today would be untrue.
    ...(exchange.since ? { since: sinceOf(exchange.since, audience, at) } : {}),
    waiting: waitingTokens(exchange),
    nextAt: nextClock(exchange),
    dueAt: pressing?.due ?? null,
    dueOfficeId: pressing?.officeId ?? null,
  };
}

/** Who reads it by name keeps the time at which that began; who lost it and gets it again, begins again. */
function sinceOf(
  before: readonly { officerId: string; at: Date }[],
  audience: readonly string[],
  at: Date,
): { officerId: string; at: Date }[] {
  const named = audience
    .filter((one) => one.startsWith(OFFICER))
    .map((one) => one.slice(OFFICER.length));
  return named.map(
    (officerId) => before.find((one) => one.officerId === officerId) ?? { officerId, at },
  );
}
const OFFICER = token.officer("");

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
  const derived = derivedOf(next, tx.at);
  const moved = await tx.store.exchanges.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived, changedAt: tx.at }, $inc: { version: 1 } },
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
  return { ...next, ...derived };
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
