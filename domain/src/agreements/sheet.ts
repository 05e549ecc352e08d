import { textOf } from "../files/archive.ts";
import { HubError } from "../kernel/faults.ts";
import { ImportRow } from "./import-contract.ts";

/** More than a register of 500 rows ever unpacks to; a small archive may unpack to terabytes. */
const MOST_BYTES = 24 * 1024 * 1024;
const MOST_ROWS = 500;

type Column = keyof ImportRow;

/** Headings under which registers have their columns. */
const HEADINGS: Record<Column, readonly string[]> = {
  key: ["编号", "序号", "key"],
  title: ["名称", "标题", "文件名称", "title"],
  area: ["区域", "水域", "地域", "area"],
  parties: ["参与单位", "签署单位", "当事方", "parties"],
  instrument: ["文书种类", "文件种类", "形式", "instrument"],
  signed: ["签署日期", "签订日期", "时间", "signed"],
  number: ["文号", "number"],
  clauses: ["条款", "主要内容", "clauses"],
  remark: ["备注", "说明", "remark"],
};

const columnOf = (heading: string): Column | null =>
  (Object.keys(HEADINGS) as Column[]).find((name) =>
    HEADINGS[name].some((one) => one.toLowerCase() === heading.trim().toLowerCase()),
  ) ?? null;

/**
 * The rows of the first sheet of an .xlsx, below the first row that names at least the parties and the key: cells as the text that is seen.
 * A sheet without such a row, or one that unpacks to too much: unsupported_type.
 */
export async function rowsOfSheet(path: string): Promise<ImportRow[]> {
  const texts = await textOf(path, () => true, MOST_BYTES);
  if (texts.reduce((sum, text) => sum + text.length, 0) >= MOST_BYTES)
    throw new HubError("too_large");
  const { default: ExcelJS } = await import("exceljs");
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path).catch((cause: unknown) => {
    throw new HubError("unsupported_type", { cause });
  });
  let columns: Map<number, Column> | null = null;
  const rows: ImportRow[] = [];
  const [sheet] = book.worksheets;
  sheet?.eachRow((row) => {
    const cells: [number, string][] = [];
    row.eachCell((cell, at) => cells.push([at, textIn(cell)]));
    if (!columns) {
      const named = cells.flatMap(([at, text]): [number, Column][] => {
        const column = columnOf(text);
        return column ? [[at, column]] : [];
      });
      const names = named.map(([, name]) => name);
      if (names.includes("key") && names.includes("parties")) columns = new Map(named);
    } else if (rows.length < MOST_ROWS) rows.push(rowOf(cells, columns));
  });
  if (!columns) throw new HubError("unsupported_type");
  return rows;
}

/** A date cell as its day; anything else as it is seen. */
const textIn = (cell: { value: unknown; text: string }): string =>
  cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.text.trim();

function rowOf(cells: readonly [number, string][], columns: Map<number, Column>): ImportRow {
  const text: Partial<Record<Column, string>> = {};
  for (const [at, value] of cells) {
    const name = columns.get(at);
    if (name) text[name] = value.slice(0, MOST[name]);
  }
  const { clauses = "", ...rest } = text;
  const names = clauses.split(/[、，,;；\s]+/).filter((one) => one !== "");
  return ImportRow.parse({
    key: "",
    ...rest,
    clauses: names.slice(0, 30).map((one) => one.slice(0, 60)),
  });
}

/** As much of a cell as its row may hold; what is longer is told by the row's own check. */
const MOST: Record<Column, number> = {
  key: 60,
  title: 300,
  area: 300,
  parties: 2_000,
  instrument: 300,
  signed: 60,
  number: 120,
  clauses: 2_000,
  remark: 4_000,
};
