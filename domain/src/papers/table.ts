import { bold, INK, type Sheet } from "./page.ts";

export interface Column {
  /** Share of the width. */
  share: number;
  align?: "left" | "center" | "right";
}

const PAD = 5;

/**
 * A ruled table in letters of `size`; `head` is repeated on every page. A row keeps together: what is longer than a page belongs into
 * paragraphs.
 */
export function table(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  {
    head,
    size = 10.5,
    labels = false,
  }: { head?: readonly string[]; size?: number; labels?: boolean } = {},
): void {
  const { pdf, left, width } = sheet;
  const whole = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => (column.share / whole) * width);
  const lineGap = size * 0.35;

  const heightOf = (cells: readonly string[]): number => {
    pdf.fontSize(size);
    const heights = cells.map((text, index) =>
      pdf.heightOfString(text || " ", { width: (widths[index] ?? 0) - PAD * 2, lineGap }),
    );
    return Math.max(...heights) - lineGap + PAD * 2 + 1;
  };

  const draw = (cells: readonly string[], isHead: boolean): void => {
    const height = heightOf(cells);
    const top = pdf.y;
    let x = left;
    for (const [index, text] of cells.entries()) {
      const cell = widths[index] ?? 0;
      const isLabel = labels && index % 2 === 0;
      if (isHead || isLabel) pdf.rect(x, top, cell, height).fillColor("#f2f2ef").fill();
      pdf.lineWidth(0.6).strokeColor(INK).rect(x, top, cell, height).stroke();
      pdf.fillColor(INK).fontSize(size);
      const align = isHead || isLabel ? "center" : (columns[index]?.align ?? "left");
      const write = () =>
        pdf.text(text, x + PAD, top + PAD, { width: cell - PAD * 2, align, lineGap });
      if (isHead) bold(pdf, size, write);
      else write();
      x += cell;
    }
    pdf.y = top + height;
    pdf.x = left;
  };

  if (head) {
    sheet.room(heightOf(head) * 2);
    draw(head, true);
  }
  for (const row of rows) {
    const page = pdf.page;
    sheet.room(heightOf(row));
    if (head && pdf.page !== page) draw(head, true);
    draw(row, false);
  }
}
