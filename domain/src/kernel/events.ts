import type { z } from "zod";
import { agreementEntries } from "../agreements/contract.ts";
import { seriesEntries } from "../actions/calendar-contract.ts";
import { actionEntries } from "../actions/contract.ts";
import { approvalEntries } from "../approvals/contract.ts";
import { calendarEntries } from "../calendar/contract.ts";
import { channelEntries, type Entry } from "../channels/contract.ts";
import { clockEntries } from "../clocks/contract.ts";
import { delegationEntries } from "../delegations/contract.ts";
import { disputeEntries } from "../disputes/contract.ts";
import { exchangeEntries } from "../exchanges/contract.ts";
import { fileEntries } from "../files/contract.ts";
import { keyEntries } from "../keys/contract.ts";
import { leadEntries } from "../leads/contract.ts";
import { obligationEntries } from "../obligations/contract.ts";
import { officerEntries } from "../officers/contract.ts";
import { officeEntries } from "../offices/contract.ts";
import { paperEntries } from "../papers/contract.ts";
import { proposalEntries } from "../proposals/contract.ts";
import { sessionEntries } from "../sessions/contract.ts";
import { signatureEntries } from "../signatures/contract.ts";

/**
 * Every kind of thing that can happen, in one table: its body's shape, and whether it counts as news for unread numbers. An entry
 * type that is not here cannot be written; one that a client does not know is shown as a neutral line and still counted.
 */
export const ENTRIES = {
  ...channelEntries,
  ...sessionEntries,
  ...officeEntries,
  ...officerEntries,
  ...approvalEntries,
  ...calendarEntries,
  ...delegationEntries,
  ...leadEntries,
  ...exchangeEntries,
  ...disputeEntries,
  ...clockEntries,
  ...obligationEntries,
  ...fileEntries,
  ...paperEntries,
  ...agreementEntries,
  ...proposalEntries,
  ...keyEntries,
  ...signatureEntries,
  ...actionEntries,
  ...seriesEntries,
} as const satisfies Record<string, { counts: boolean; body: z.ZodType }>;

export type EntryType = keyof typeof ENTRIES;
export type BodyOf<T extends EntryType> = z.infer<(typeof ENTRIES)[T]["body"]>;

/** The entry narrowed to a known type, or null when this reader does not know it or may not see its body. */
export function bodyOf<T extends EntryType>(
  entry: Pick<Entry, "type" | "body">,
  type: T,
): BodyOf<T> | null {
  if (entry.type !== type || entry.body === null) return null;
  const parsed = ENTRIES[type].body.safeParse(entry.body);
  return parsed.success ? (parsed.data as BodyOf<T>) : null;
}
