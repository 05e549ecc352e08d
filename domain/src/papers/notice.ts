import { BODY, LEADING, openSheet, type Printed } from "./page.ts";
import { dateOf, sizeOf } from "./words.ts";

export interface Notice {
  kind: "transfer" | "notice";
  /** 文号; empty while the office has not given one. */
  number: string;
  from: string;
  to: string;
  title: string;
  leadNumber: string;
  /** Headed lines such as 线索领域. */
  points: readonly { label: string; value: string }[];
  facts: string;
  note: string;
  /** What the pair agreed on, in words; empty: nothing. */
  terms: string;
  agreement: string;
  materials: readonly { number: number; title: string; name: string; size: number }[];
  contact: string;
  telephone: string;
  /** Null before the issue. */
  issuedAt: string | null;
  /** 校验码; null before the issue. */
  digest: string | null;
  marking: string;
}

/** Where text begins on a page, roughly: what is kept together must fit below it. */
const TOP_OF_PAGE = 100;

const HEAD = { transfer: "移送案件线索通知书", notice: "线索情况通报" } as const;

/**
 * 《移送案件线索通知书》 (公益诉讼办案规则 art 26) as a 工作稿: to be printed, numbered and stamped by the office, or to go through the
 * business system. It imitates no seal and no red head.
 */
export async function printNotice(paper: Notice, printed: Printed, at: Date): Promise<Buffer> {
  const head = HEAD[paper.kind];
  const sheet = await openSheet({
    subject: `${paper.from}${head}`,
    printed,
    at,
    mark: "工作稿",
    marking: paper.marking,
  });
  const { pdf } = sheet;
  sheet.skip(14);
  sheet.title(paper.from, 22);
  sheet.skip(6);
  sheet.title(head, 22);
  sheet.skip(18);
  pdf.fontSize(BODY).text(paper.number || "（文号：                    ）", sheet.left, pdf.y, {
    width: sheet.width,
    align: "center",
  });
  sheet.skip(22);

  sheet.paragraph(`${paper.to}：`, { indent: 0 });
  for (const text of opening(paper)) sheet.paragraph(text);
  const sections: [string, () => void][] = [
    [
      "线索基本情况",
      () => paper.points.forEach(({ label, value }) => sheet.paragraph(`${label}：${value}`)),
    ],
  ];
  if (paper.facts)
    sections.push(["基本事实", () => lines(paper.facts).forEach((text) => sheet.paragraph(text))]);
  if (paper.note)
    sections.push([
      paper.kind === "transfer" ? "移送说明" : "通报说明",
      () => lines(paper.note).forEach((text) => sheet.paragraph(text)),
    ]);
  for (const [index, [name, write]] of sections.entries()) {
    sheet.room(LEADING * 2);
    sheet.paragraph(`${"一二三"[index]}、${name}`, { bold: true });
    write();
  }
  // The close, the list and the place of the seal go onto the next page together: a seal never stands on a page without text.
  const listed = paper.materials.length;
  sheet.room(Math.min(LEADING * (11 + listed) + 70, (sheet.bottom - TOP_OF_PAGE) * 0.9));
  for (const text of closing(paper)) sheet.paragraph(text);
  annex(sheet, paper);
  signature(sheet, paper);
  return sheet.finish();
}

const lines = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== "");

function opening({ kind, title, leadNumber, agreement }: Notice): string[] {
  const found = `我院在履行公益诉讼检察职责中发现“${title}”线索（线索登记编号：${leadNumber}）。`;
  const cited = agreement ? `和${agreement}` : "";
  return kind === "transfer"
    ? [
        `${found}经审查，我院认为该线索属于你院管辖。根据《人民检察院公益诉讼办案规则》第二十六条${cited}的规定，现将该案件线索移送你院，请依法审查办理。`,
      ]
    : [
        `${found}${agreement ? `根据${agreement}的约定，` : ""}现将有关情况通报你院，供工作中参考。`,
      ];
}

function closing({ kind, terms }: Notice): string[] {
  if (kind === "notice") return ["特此通报。"];
  return [
    `请将受理和办理情况及时反馈我院。${terms ? `双方约定期限：${terms}。` : ""}`,
    "特此通知。",
  ];
}

function annex(sheet: Awaited<ReturnType<typeof openSheet>>, { materials }: Notice): void {
  if (materials.length === 0) return;
  sheet.skip(LEADING / 2);
  sheet.room(LEADING * 2);
  sheet.paragraph(`附件：材料清单（共 ${materials.length} 件）`);
  for (const { number, title, name, size } of materials)
    sheet.paragraph(`${number}. ${title}（${extensionOf(name)}，${sizeOf(size)}）`, { indent: 3 });
}

const extensionOf = (name: string): string => name.split(".").at(-1)?.toUpperCase() ?? "";

function signature(sheet: Awaited<ReturnType<typeof openSheet>>, paper: Notice): void {
  // Name, place of the seal and date stay on one page, never alone without the text before it.
  sheet.room(LEADING * 6 + 60);
  sheet.skip(LEADING * 1.4);
  const { pdf } = sheet;
  const date = paper.issuedAt ? dateOf(paper.issuedAt) : "    年    月    日";
  pdf.fontSize(BODY);
  const right = sheet.left + sheet.width - BODY * 3;
  const middle = right - Math.max(pdf.widthOfString(paper.from), pdf.widthOfString(date)) / 2;
  for (const text of [paper.from, "（院印）", date]) {
    pdf.fillColor(text === "（院印）" ? "#8a8a8a" : "#1a1a1a");
    pdf.text(text, middle - pdf.widthOfString(text) / 2, pdf.y, { lineBreak: false });
    pdf.y += LEADING;
  }
  pdf.fillColor("#1a1a1a");
  sheet.skip(LEADING * 0.4);
  const contact = [
    paper.contact && `联系人：${paper.contact}`,
    paper.telephone && `联系电话：${paper.telephone}`,
  ];
  sheet.paragraph(`（${contact.filter(Boolean).join("  ") || "联系人："}）`);
  const { left, width } = sheet;
  sheet.room(40);
  sheet.skip(8);
  pdf.fontSize(9).fillColor("#5a5a5a");
  pdf.text(
    `本件为平台生成的工作稿，未加盖院印前不具有文书效力。${paper.digest ? `平台内容校验码（SM3）：${paper.digest}` : "内容未经签发，尚未冻结。"}`,
    left,
    pdf.y,
    { width, lineGap: 3 },
  );
  pdf.fillColor("#1a1a1a");
}
