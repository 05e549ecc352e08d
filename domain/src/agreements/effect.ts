import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";

/** What is being signed, as a signature rests on it. */
export interface Signing {
  agreement: AgreementDoc;
  version: VersionDoc;
}

/**
 * The frozen version that is being signed now, in the caller's transaction; null when nothing is. A signature names its number, digest and
 * anchor entry, and is refused when they are not these.
 */
export declare function signingOf(tx: Tx, agreementId: string): Promise<Signing | null>;

/**
 * The last party has signed: 用印 comes next, or the effect at once where the text says so. To be called in the transaction of that
 * signature, by whoever has seen that every party of `agreement.parties` without `leftOn` has signed; the agreement's state lets it
 * happen once. Answers the entries to write in that very act, in the channel of all parties.
 */
export declare function markSigned(tx: Tx, signing: Signing): Promise<Omit<NewEntry, "id">[]>;
