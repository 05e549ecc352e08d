import { approvalEntries } from "@hub/domain/approvals/contract";
import { calendarEntries } from "@hub/domain/calendar/contract";
import { delegationEntries } from "@hub/domain/delegations/contract";
import { officeEntries, type AuditLine } from "@hub/domain/offices/contract";
import { officerEntries } from "@hub/domain/officers/contract";
import { sessionEntries } from "@hub/domain/sessions/contract";
import { exactTime } from "../../ui/time.ts";

/** What stands in an office's log, in the order of the filter. */
export const LOG_TYPES: readonly string[] = Object.keys({
  ...sessionEntries,
  ...officerEntries,
  ...approvalEntries,
  ...delegationEntries,
  ...calendarEntries,
  ...officeEntries,
});

/** A cell of RFC 4180; one that a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** The lines as CSV (RFC 4180, with a byte order mark so that office programs read UTF-8). */
export function csvOf(
  head: readonly string[],
  lines: readonly AuditLine[],
  words: (line: AuditLine) => string,
): string {
  const rows = lines.map((line) => [
    exactTime(line.at),
    line.actor?.name ?? "",
    line.role,
    words(line),
    line.body === null || line.body === undefined ? "" : JSON.stringify(line.body),
    String(line.seq),
    line.hash,
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
