import type { Writable } from "node:stream";

/** One column: its head, its width in characters, and what stands in it of a row. */
export interface Column<R> {
  head: string;
  width: number;
  text(row: R, nameOf: (officeId: string) => string): string;
}

/** Number 9 of the spreadsheet standard; the library names it only for compilers. */
const A4: object = { paperSize: 9 };

/**
 * Text that a table program might take for a formula gets an apostrophe before it; a tab or line end at the front is how others hide
 * one. Cells are written as text anyway; whoever saves the table as CSV takes this with it.
 */
export const harmless = (text: string): string => (/^[\s]*[=+\-@]/.test(text) ? `'${text}` : text);

export interface Ledger<R> {
  /** 线索台账, 收件台账 … */
  name: string;
  office: string;
  /** Who exports, and when. */
  by: string;
  at: string;
  /** How many rows the list has: 1,234, or 10,000+. */
  count: string;
  columns: readonly Column<R>[];
  rows: AsyncIterable<R>;
  nameOf: (officeId: string) => string;
}

/** Writes the ledger as .xlsx into `out` while its rows come, and answers how many there were. */
export async function writeLedger<R>(ledger: Ledger<R>, out: Writable): Promise<number> {
  // Loaded at the first export: it alone costs a start a third of a second.
  const { default: ExcelJS } = await import("exceljs");
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  book.creator = "同舟";
  const { columns } = ledger;
  const sheet = book.addWorksheet(ledger.name, {
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
  head(`${ledger.office}${ledger.name}`, 16, true).commit();
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
  for await (const one of ledger.rows) {
    n += 1;
    const texts = columns.map((column) => harmless(column.text(one, ledger.nameOf)));
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
