import type { Entry } from "../channels/contract.ts";
import type { EntryDoc } from "./model.ts";

/** A list that may look different now, for whoever reads it; carries no content. */
export interface Change {
  feature: string;
  id: string;
}

/**
 * The one way out of the process after a commit. Everything here is a hint: it may be lost or come out of order, and whoever
 * missed it is told by the next heads.
 */
export interface Announcer {
  /** New entries of one commit, in seq order, to those who were found to read the channel under these rights. */
  entries(channel: { id: string; rights: number }, entries: Entry[]): void;
  /** To the rooms of these audience tokens. */
  changed(tokens: readonly string[], change: Change): void;
  /** Rights or follows of these officers or in these channels changed: gateways look again, let in and evict. */
  rights(of: { officerIds?: string[]; channelIds?: string[] }): void;
}

/** Where nobody listens: single commands, migrations, most tests. */
export const silent: Announcer = { entries: () => {}, changed: () => {}, rights: () => {} };

/** The entry as it travels. `withheld` says why a body that was there is not shown. */
export const toEntry = (doc: EntryDoc, withheld: Entry["withheld"] = null): Entry => ({
  id: doc._id,
  v: doc.v,
  channelId: doc.channelId,
  seq: doc.seq,
  ordinal: doc.ordinal,
  type: doc.type,
  actor: doc.actor,
  office: doc.office,
  role: doc.role,
  at: doc.at.toISOString(),
  target: doc.target,
  prev: doc.prev,
  hash: doc.hash,
  body: withheld ? null : doc.body,
  withheld,
});
