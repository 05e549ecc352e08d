import { BODY, openSheet, type Printed } from "./page.ts";
import { table } from "./table.ts";

export interface LeadSheet {
  office: string;
  title: string;
  /** Label and value in turn, two pairs a row. */
  cells: readonly (readonly [string, string, string, string])[];
  facts: string;
  opinion: string;
  steps: readonly { at: string; what: string; who: string; note: string }[];
  materials: readonly { number: number; title: string }[];
  marking: string;
}

/** 线索登记表 of one lead. 举报人 is left out: a sheet lies on desks. */
export async function printLeadSheet(lead: LeadSheet, printed: Printed, at: Date): Promise<Buffer> {
  const pale = [printed.by, printed.at];
  const sheet = await openSheet({
    subject: `线索登记表：${lead.title}`,
    printed,
    at,
    pale,
    marking: lead.marking,
  });
  const { pdf, left, width } = sheet;
  sheet.skip(6);
  sheet.title(lead.office, 16);
  sheet.title("公益诉讼案件线索登记表", 22);
  sheet.skip(12);
  const pair = [{ share: 15 }, { share: 35 }, { share: 15 }, { share: 35 }];
  table(sheet, [{ share: 15 }, { share: 85 }], [["线索名称", lead.title]], {
    size: 11,
    labels: true,
  });
  table(sheet, pair, lead.cells, { size: 11, labels: true });
  const section = (name: string, text: string) => {
    if (!text) return;
    sheet.room(80);
    sheet.skip(12);
    pdf.fontSize(BODY);
    sheet.paragraph(name, { indent: 0, bold: true });
    pdf.fontSize(12);
    for (const line of text.split(/\n+/))
      pdf.text(line, left, pdf.y, { width, indent: 24, lineGap: 7 });
  };
  section("基本事实", lead.facts);
  section("我院意见", lead.opinion);
  if (lead.materials.length > 0)
    section("材料", lead.materials.map(({ number, title }) => `${number}. ${title}`).join("\n"));
  if (lead.steps.length > 0) {
    sheet.room(90);
    sheet.skip(14);
    sheet.paragraph("办理过程", { indent: 0, bold: true });
    sheet.skip(2);
    table(
      sheet,
      [
        { share: 25, align: "center" },
        { share: 18, align: "center" },
        { share: 22 },
        { share: 35 },
      ],
      lead.steps.map(({ at: done, what, who, note }) => [done, what, who, note]),
      { head: ["时间", "事项", "经办人", "说明"], size: 10.5 },
    );
  }
  return sheet.finish();
}
