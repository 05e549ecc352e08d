import type { Stamp } from "../kernel/signature.ts";
import type { RoundRecord, Word } from "./record.ts";

/** One empty word per office. */
const unsaid = (officeIds: readonly string[]): Word[] =>
  officeIds.map((officeId) => ({ officeId, given: null, returned: null }));

/** A fresh text, or the same one written anew: what came back or was agreed is followed by a new version. */
export function savedRound(
  before: RoundRecord | null,
  digest: string,
  by: Stamp,
  officeIds: readonly string[],
): RoundRecord {
  const again = before?.state === "draft";
  return {
    version: (before?.version ?? 0) + (again ? 0 : 1),
    state: "draft",
    digest,
    saved: by,
    submitted: null,
    words: unsaid(officeIds),
  };
}

export const submittedRound = <R extends RoundRecord>(
  round: R,
  by: Stamp,
  officeIds: readonly string[],
): R => ({ ...round, state: "submitted", submitted: by, words: unsaid(officeIds) });

/** This office agrees; the last one's word makes the text agreed. */
export function agreedRound<R extends RoundRecord>(round: R, by: Stamp): R {
  const words = round.words.map((one) =>
    one.officeId === by.officeId ? { ...one, given: by, returned: null } : one,
  );
  return {
    ...round,
    words,
    state: words.every((one) => one.given !== null) ? "agreed" : round.state,
  };
}

export const returnedRound = <R extends RoundRecord>(round: R, by: Stamp, reason: string): R => ({
  ...round,
  state: "returned",
  words: round.words.map((one) =>
    one.officeId === by.officeId ? { ...one, given: null, returned: { ...by, reason } } : one,
  ),
});

/** Offices whose word is awaited. */
export const owing = (round: RoundRecord | null): string[] =>
  round?.state === "submitted"
    ? round.words.flatMap((one) => (one.given === null ? [one.officeId] : []))
    : [];
