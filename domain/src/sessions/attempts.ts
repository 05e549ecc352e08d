import { createHash } from "node:crypto";
import { HubError } from "../kernel/faults.ts";
import type { Hub } from "../store/hub.ts";
import { isDuplicateKey } from "../store/store.ts";
import type { AttemptsDoc } from "./model.ts";
import { GUESSES, LOCK_OUT_MINUTES } from "./rules.ts";

/** What may be guessed at. Locking one does not lock the others: whoever guesses at sign-in cannot stop an officer's 签发. */
export type Guessed = "password" | "code" | "proof";

const LOCK_OUT_MS = LOCK_OUT_MINUTES * 60_000;

const idOf = (guessed: Guessed, whose: string): string =>
  `${guessed}/${createHash("sha256").update(whose).digest("hex")}`;

/**
 * Takes one of the guesses that are left before anything is compared, so that a thousand at once are still five. Throws
 * account_locked when none is left; a quarter of an hour after the last counted one it frees itself. Accounts that do not exist are
 * counted just the same.
 */
export async function takeGuess(
  { store, clock }: Pick<Hub, "store" | "clock">,
  guessed: Guessed,
  whose: string,
): Promise<{ isLast: boolean }> {
  const _id = idOf(guessed, whose);
  const now = clock.now();
  const until = new Date(now.getTime() + LOCK_OUT_MS);
  await store.attempts.deleteOne({ _id, until: { $lte: now } });
  for (;;) {
    const taken = await store.attempts.findOneAndUpdate(
      { _id, failures: { $lt: GUESSES } },
      { $inc: { failures: 1 }, $set: { until } },
      { returnDocument: "after" },
    );
    if (taken) return { isLast: taken.failures >= GUESSES };
    // Not an upsert: two first guesses at once would both insert, and the loser would look like one too many.
    const isFirst = await insertFirst(store, { _id, failures: 1, until });
    if (isFirst) return { isLast: GUESSES <= 1 };
    const locked = await store.attempts.findById(_id).lean();
    if (locked && locked.failures >= GUESSES)
      throw new HubError("account_locked", {
        retryAfterSeconds: Math.max(1, Math.ceil((locked.until.getTime() - now.getTime()) / 1_000)),
      });
  }
}

async function insertFirst(store: Hub["store"], doc: AttemptsDoc): Promise<boolean> {
  try {
    await store.attempts.insertMany([doc], { lean: true });
    return true;
  } catch (thrown) {
    if (isDuplicateKey(thrown)) return false;
    throw thrown;
  }
}

/** The guess was right: what was counted is forgotten. */
export async function forgetGuesses(
  { store }: Pick<Hub, "store">,
  guessed: Guessed,
  whose: string,
): Promise<void> {
  await store.attempts.deleteOne({ _id: idOf(guessed, whose) });
}

/** Counts of accounts that nobody tries any more; swept now and then. */
export async function sweepAttempts({ store, clock }: Pick<Hub, "store" | "clock">): Promise<void> {
  await store.attempts.deleteMany({ until: { $lte: clock.now() } });
}
