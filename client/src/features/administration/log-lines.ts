import { approvalEntries } from "@hub/domain/approvals/contract";
import { calendarEntries } from "@hub/domain/calendar/contract";
import { delegationEntries } from "@hub/domain/delegations/contract";
import { keyEntries } from "@hub/domain/keys/contract";
import { officeEntries } from "@hub/domain/offices/contract";
import { officerEntries } from "@hub/domain/officers/contract";
import { sessionEntries } from "@hub/domain/sessions/contract";

/** What stands in an office's log, in the order of the filter. */
export const LOG_TYPES: readonly string[] = Object.keys({
  ...sessionEntries,
  ...officerEntries,
  ...approvalEntries,
  ...delegationEntries,
  ...keyEntries,
  ...calendarEntries,
  ...officeEntries,
});

/** A cell of RFC 4180; one that a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Lines as CSV (RFC 4180, with a byte order mark so that office programs read UTF-8). */
export const csvOf = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
