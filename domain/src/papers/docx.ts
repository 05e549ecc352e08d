import type { Paragraph, Table } from "docx";

/** Millimetres in twentieths of a point, as Word measures. */
const mm = (length: number): number => Math.round((length * 1440) / 25.4);
/** Points in half points, as Word measures letters. */
const letters = (points: number): number => points * 2;

/** Three (16 pt), and the two sizes above it, in Word's half points; lines stand 29 pt apart (GB/T 9704-2012). */
const BODY = letters(16);
const TITLE = letters(22);
const LEADING = 580;
/** The width of the text, 156 mm, and the height that leaves room for what is said under a picture, in pixels of 96 to the inch. */
const WIDEST = 589;
const TALLEST = 420;
/** Two characters of the body. */
const INDENT = 640;

const SONG = "方正小标宋简体";
const FANG = "仿宋_GB2312";
const HEI = "黑体";

/** A paragraph of a document. `title`: centred; `heading`: 黑体; `right`: for names and dates at the end. */
export type Part =
  | { kind: "title" | "heading" | "body" | "right"; text: string }
  /** 第一条【…】 before the body. */
  | { kind: "article"; head: string; text: string }
  /** As wide as the text at most, with small lines under it; null: a picture that is not there. */
  | {
      kind: "picture";
      type: "png" | "jpg";
      picture: { bytes: Buffer; width: number; height: number } | null;
      caption: readonly string[];
    }
  /** Ruled, its first row the heading; widths in parts of the whole. */
  | { kind: "table"; widths: readonly number[]; rows: readonly (readonly string[])[] };

/**
 * A document in the layout of official papers as .docx bytes: A4, margins 37/35/28/26 mm, 仿宋 three, page numbers between dashes at the
 * foot. Readers without these typefaces show their own 宋体; nothing is embedded.
 */
export async function writeDocx(given: {
  title: string;
  by: string;
  parts: readonly Part[];
}): Promise<Buffer> {
  // Loaded when the first document is asked for.
  const docx = await import("docx");
  const { AlignmentType, PageNumber, WidthType } = docx;
  const run = (text: string, font: string, size = BODY) =>
    new docx.TextRun({ text, size, font: { name: font, eastAsia: font } });
  const spacing = { line: LEADING, lineRule: docx.LineRuleType.EXACT };
  const paragraph = (runs: InstanceType<typeof docx.TextRun>[], more: object = {}): Paragraph =>
    new docx.Paragraph({ children: runs, spacing, ...more });

  const table = ({ widths, rows }: Extract<Part, { kind: "table" }>): Table => {
    const whole = widths.reduce((sum, one) => sum + one, 0);
    return new docx.Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: rows.map(
        (cells, index) =>
          new docx.TableRow({
            tableHeader: index === 0,
            cantSplit: true,
            children: cells.map(
              (text, column) =>
                new docx.TableCell({
                  width: {
                    size: Math.round(((widths[column] ?? 1) * 100) / whole),
                    type: WidthType.PERCENTAGE,
                  },
                  children: [
                    new docx.Paragraph({
                      children: [run(text, index === 0 ? HEI : FANG, letters(12))],
                      ...(index === 0 ? { alignment: AlignmentType.CENTER } : {}),
                    }),
                  ],
                }),
            ),
          }),
      ),
    });
  };

  const picture = ({ type, picture: given, caption }: Extract<Part, { kind: "picture" }>) => {
    const centred = { alignment: AlignmentType.CENTER, keepLines: true };
    const shrink = given ? Math.min(1, WIDEST / given.width, TALLEST / given.height) : 0;
    const image = given && {
      type,
      data: given.bytes,
      transformation: {
        width: Math.round(given.width * shrink),
        height: Math.round(given.height * shrink),
      },
    };
    return [
      ...(image
        ? [
            new docx.Paragraph({
              ...centred,
              keepNext: true,
              children: [new docx.ImageRun(image)],
            }),
          ]
        : []),
      ...caption
        .flatMap((one) => one.split("\n"))
        .map(
          (one) => new docx.Paragraph({ ...centred, children: [run(one, FANG, letters(10.5))] }),
        ),
    ];
  };

  const made = (part: Part): (Paragraph | Table)[] => {
    switch (part.kind) {
      case "table":
        return [table(part)];
      case "picture":
        return picture(part);
      case "title":
        return [
          paragraph([run(part.text, SONG, TITLE)], {
            alignment: AlignmentType.CENTER,
            spacing: { ...spacing, after: LEADING },
          }),
        ];
      case "heading":
        return [paragraph([run(part.text, HEI)], { indent: { firstLine: INDENT } })];
      case "right":
        return [
          paragraph([run(part.text, FANG)], {
            alignment: AlignmentType.RIGHT,
            indent: { right: INDENT },
          }),
        ];
      default:
        return part.text
          .split("\n")
          .map((line, index) =>
            paragraph(
              [
                ...(part.kind === "article" && index === 0 ? [run(part.head, HEI)] : []),
                run(line, FANG),
              ],
              { indent: { firstLine: INDENT }, alignment: AlignmentType.JUSTIFIED },
            ),
          );
    }
  };

  const document = new docx.Document({
    creator: given.by,
    title: given.title,
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) },
          },
        },
        footers: {
          default: new docx.Footer({
            children: [
              new docx.Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new docx.TextRun({
                    size: letters(14),
                    font: "宋体",
                    children: ["— ", PageNumber.CURRENT, " —"],
                  }),
                ],
              }),
            ],
          }),
        },
        children: given.parts.flatMap(made),
      },
    ],
  });
  return docx.Packer.toBuffer(document);
}
