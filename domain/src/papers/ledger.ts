import type { Writable } from "node:stream";
import type { LeadRow } from "../leads/contract.ts";
import type { LedgerColumn } from "./contract.ts";
import { feedbackOf, FIELD, GRADE, MARKING, minuteOf, SOURCE, STATE } from "./words.ts";

interface Cell {
  head: string;
  /** In characters. */
  width: number;
  text(row: LeadRow, nameOf: (officeId: string) => string): string;
}

const CELLS: Record<LedgerColumn, Cell> = {
  number: { head: "编号", width: 26, text: (row) => row.number },
  title: { head: "标题", width: 40, text: (row) => row.title },
  field: { head: "领域", width: 20, text: (row) => FIELD[row.field] },
  source: { head: "线索来源", width: 20, text: (row) => SOURCE[row.source] },
  body: { head: "被监督单位", width: 24, text: (row) => row.body?.name ?? "" },
  place: { head: "地点", width: 24, text: (row) => row.place?.name ?? "" },
  grade: { head: "等级", width: 8, text: (row) => GRADE[row.grade] },
  marking: { head: "标志", width: 10, text: (row) => MARKING[row.marking] },
  route: {
    head: "移送方向",
    width: 24,
    text: ({ exchange }, nameOf) =>
      exchange ? `${nameOf(exchange.fromOfficeId)} → ${nameOf(exchange.toOfficeId)}` : "本院",
  },
  state: { head: "状态", width: 14, text: (row) => STATE[row.state] },
  clock: {
    head: "期限",
    width: 18,
    text: ({ exchange }) => (exchange?.dueAt ? minuteOf(exchange.dueAt) : ""),
  },
  feedback: {
    head: "办理反馈",
    width: 12,
    text: ({ exchange }) => feedbackOf(exchange?.lastFeedback ?? null),
  },
  handler: { head: "承办人", width: 12, text: (row) => row.handler ?? "" },
  registered: { head: "登记时间", width: 18, text: (row) => minuteOf(row.registeredAt) },
};

/** Number 9 of the spreadsheet standard; the library names it only for compilers. */
const A4: object = { paperSize: 9 };

/**
 * Text that a table program might take for a formula gets an apostrophe before it; a tab or line end at the front is how others hide
 * one. Cells are written as text anyway; whoever saves the table as CSV takes this with it.
 */
export const harmless = (text: string): string => (/^[\s]*[=+\-@]/.test(text) ? `'${text}` : text);

export interface Ledger {
  office: string;
  /** Who exports, and when. */
  by: string;
  at: string;
  /** How many rows the list has: 1,234, or 10,000+. */
  count: string;
  columns: readonly LedgerColumn[];
  rows: AsyncIterable<LeadRow>;
  nameOf: (officeId: string) => string;
}

/** Writes the ledger as .xlsx into `out` while its rows come, and answers how many there were. */
export async function writeLedger(ledger: Ledger, out: Writable): Promise<number> {
  // Loaded at the first export: it alone costs a start a third of a second.
  const { default: ExcelJS } = await import("exceljs");
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  book.creator = "同舟";
  const columns = ledger.columns.map((name) => CELLS[name]);
  const sheet = book.addWorksheet("线索台账", {
    views: [{ state: "frozen", ySplit: 3 }],
    pageSetup: {
      ...A4,
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "3:3",
    },
    headerFooter: { oddFooter: `&L${ledger.by} ${ledger.at}&R第 &P 页 共 &N 页` },
  });
  sheet.columns = [{ width: 6 }, ...columns.map(({ width }) => ({ width }))];
  const last = columns.length + 1;

  const head = (text: string, size: number, isBold: boolean) => {
    const row = sheet.addRow([harmless(text)]);
    row.font = { size, bold: isBold };
    row.height = size * 2;
    return row;
  };
  head(`${ledger.office}线索台账`, 16, true).commit();
  const said = `导出人：${ledger.by}    导出时间：${ledger.at}    共 ${ledger.count} 条    内部使用，注意保管`;
  head(said, 10, false).commit();
  const names = sheet.addRow(["序号", ...columns.map((column) => column.head)]);
  names.font = { bold: true };
  names.eachCell((cell) => {
    cell.border = RULED;
    cell.alignment = { vertical: "middle", horizontal: "center" };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFF2F2EF" } };
  });
  names.commit();
  sheet.autoFilter = { from: { row: 3, column: 1 }, to: { row: 3, column: last } };

  let n = 0;
  for await (const lead of ledger.rows) {
    n += 1;
    const texts = columns.map((column) => harmless(column.text(lead, ledger.nameOf)));
    const row = sheet.addRow([n, ...texts]);
    row.eachCell({ includeEmpty: true }, (cell) => {
      cell.border = RULED;
      cell.alignment = { vertical: "top", wrapText: true };
    });
    row.commit();
  }
  sheet.commit();
  await book.commit();
  return n;
}

const LINE = { style: "thin", color: { argb: "FF8A8A8A" } } as const;
const RULED = { top: LINE, left: LINE, bottom: LINE, right: LINE };
