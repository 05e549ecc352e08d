import { fontBytes } from "./font.ts";

/** Millimetres in points. */
const mm = (length: number): number => (length * 72) / 25.4;

/** A4 with the margins of official documents: the text is 156 mm wide, 28 characters of 16 points (GB/T 9704-2012). */
const LEFT = mm(28);
const WIDTH = 448;
const TOP = mm(34);
const FOOT = mm(30);
export const INK = "#1a1a1a";
const QUIET = "#5a5a5a";
export const BODY = 16;
export const LEADING = 29;

export interface Printed {
  /** Who prints, of which office, and when, as they stand in the foot. */
  by: string;
  at: string;
}

/** A sheet under way: text flows down it and onto further pages, and `finish` numbers them. */
export interface Sheet {
  pdf: PDFKit.PDFDocument;
  left: number;
  width: number;
  /** The lowest place text may reach. */
  bottom: number;
  /** Begins a new page when less than `height` points are left. */
  room(height: number): void;
  /** A centred line in the weight of titles. */
  title(text: string, size: number): void;
  /** A paragraph with the two characters' indent; `size` of letters. */
  paragraph(
    text: string,
    options?: { indent?: number; bold?: boolean; align?: "left" | "right" },
  ): void;
  /** Moves down by so many points. */
  skip(height: number): void;
  finish(): Promise<Buffer>;
}

/**
 * Opens a sheet. `mark` stands in a frame at the top right (工作稿), `marking` at the top left; `pale` lies across every page, for
 * papers that show a work secret.
 */
export async function openSheet(given: {
  subject: string;
  printed: Printed;
  at: Date;
  mark?: string;
  /** Empty: none. */
  marking: string;
  pale?: readonly string[];
}): Promise<Sheet> {
  // Loaded at the first paper: a hub that starts prints nothing yet.
  const { default: Paper } = await import("pdfkit");
  const pdf = new Paper({
    size: "A4",
    margins: { left: LEFT, right: 595.28 - LEFT - WIDTH, top: TOP, bottom: FOOT },
    bufferPages: true,
    info: { Title: given.subject, Creator: "同舟", Producer: "同舟", CreationDate: given.at },
    lang: "zh-CN",
    displayTitle: true,
  });
  const chunks: Buffer[] = [];
  const written = new Promise<Buffer>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
  pdf.registerFont("serif", await fontBytes());
  pdf.font("serif").fontSize(BODY).fillColor(INK);
  const bottom = pdf.page.height - FOOT;

  const sheet: Sheet = {
    pdf,
    left: LEFT,
    width: WIDTH,
    bottom,
    room: (height) => {
      if (pdf.y + height > bottom) pdf.addPage();
    },
    title: (text, size) => {
      sheet.room(size * 1.6);
      bold(pdf, size, () =>
        pdf
          .fontSize(size)
          .text(text, LEFT, pdf.y, { width: WIDTH, align: "center", lineGap: size * 0.25 }),
      );
    },
    paragraph: (text, { indent = 2, bold: isBold = false, align = "left" } = {}) => {
      pdf.fontSize(BODY);
      const lineGap = LEADING - pdf.heightOfString("国", { width: WIDTH });
      const write = () =>
        pdf.text(text, LEFT, pdf.y, { width: WIDTH, indent: indent * BODY, align, lineGap });
      if (isBold) bold(pdf, BODY, write);
      else write();
    },
    skip: (height) => {
      pdf.y += height;
    },
    finish: () => {
      const { start, count } = pdf.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        pdf.switchToPage(page);
        // What stands in the margins must not begin a page of its own.
        pdf.page.margins.bottom = 0;
        pdf.page.margins.top = 0;
        if (given.pale) pale(pdf, given.pale);
        heads(pdf, given);
        foot(pdf, given.printed, given.mark, `第 ${page - start + 1} 页  共 ${count} 页`);
      }
      pdf.end();
      return written;
    },
  };
  return sheet;
}

/** The one font has one weight: a fine line around the letters makes the heavier one. */
export function bold(pdf: PDFKit.PDFDocument, size: number, write: () => unknown): void {
  pdf.save();
  pdf.lineWidth(size * 0.03).strokeColor(INK);
  pdf.addContent("2 Tr");
  write();
  pdf.addContent("0 Tr");
  pdf.restore();
}

function heads(
  pdf: PDFKit.PDFDocument,
  { mark, marking }: { mark?: string; marking: string },
): void {
  const y = mm(18);
  if (marking) pdf.fontSize(12).fillColor(INK).text(marking, LEFT, y, { lineBreak: false });
  if (!mark) return;
  pdf.fontSize(12);
  const width = pdf.widthOfString(mark) + 16;
  const x = LEFT + WIDTH - width;
  pdf
    .lineWidth(0.8)
    .strokeColor(INK)
    .rect(x, y - 4, width, 24)
    .stroke();
  pdf.fillColor(INK).text(mark, x + 8, y - 1, { lineBreak: false });
}

function foot(
  pdf: PDFKit.PDFDocument,
  { by, at }: Printed,
  mark: string | undefined,
  page: string,
): void {
  const y = pdf.page.height - mm(19);
  pdf
    .lineWidth(0.4)
    .strokeColor(QUIET)
    .moveTo(LEFT, y - 6)
    .lineTo(LEFT + WIDTH, y - 6)
    .stroke();
  pdf.fontSize(8.5).fillColor(QUIET);
  // Two lines: names of people, posts and offices may together be as long as the paper is wide.
  pdf.text(`${mark ? `${mark}  ` : ""}同舟 · 跨区域检察协作平台`, LEFT, y, { lineBreak: false });
  pdf.text(page, LEFT + WIDTH - pdf.widthOfString(page), y, { lineBreak: false });
  pdf.text(`打印人 ${by}  ${at}`, LEFT, y + 12, { lineBreak: false });
  pdf.fillColor(INK);
}

/** Lines at a slant, three by two on a page, light enough to read and to copy through. */
function pale(pdf: PDFKit.PDFDocument, lines: readonly string[]): void {
  const { width, height } = pdf.page;
  pdf.save().fontSize(15).fillColor(INK).fillOpacity(0.07);
  for (const row of [0.2, 0.5, 0.8])
    for (const column of [0.27, 0.76]) {
      const [x, y] = [width * column, height * row];
      pdf.save().rotate(-24, { origin: [x, y] });
      for (const [index, text] of lines.entries())
        pdf.text(text, x - pdf.widthOfString(text) / 2, y + index * 22, { lineBreak: false });
      pdf.restore();
    }
  pdf.fillOpacity(1).restore();
}
