import { openSheet, type Printed } from "./page.ts";
import { table } from "./table.ts";
import { grouped, RECEIPT_LIMITS, secondOf } from "./words.ts";

export interface Receipt {
  kind: string;
  from: string;
  to: string;
  title: string;
  leadNumber: string;
  issuedAt: string;
  materials: number;
  signer: string;
  role: string;
  /** Server time of the 签收. */
  signedAt: string;
  /** SM3 of what was signed for: the 校验码. */
  digest: string;
  /** The exchange's id, by which the record is found. */
  record: string;
  marking: string;
}

/** 平台签收回执: the office that received, its person, the server's time and what was received, as a digest. */
export async function printReceipt(paper: Receipt, printed: Printed, at: Date): Promise<Buffer> {
  const sheet = await openSheet({ subject: "平台签收回执", printed, at, marking: paper.marking });
  const { pdf } = sheet;
  sheet.skip(20);
  sheet.title("平台签收回执", 22);
  sheet.skip(26);
  table(
    sheet,
    [{ share: 22 }, { share: 78 }],
    [
      ["来文单位", paper.from],
      ["来文种类", paper.kind],
      ["内容", `${paper.title}\n线索登记编号：${paper.leadNumber}\n附件材料 ${paper.materials} 件`],
      ["到达时间", `${secondOf(paper.issuedAt)}（平台服务器时间）`],
      ["签收单位", paper.to],
      ["签收人", `${paper.signer}（${paper.role}）`],
      ["签收时间", `${secondOf(paper.signedAt)}（平台服务器时间）`],
      ["校验码", `${grouped(paper.digest)}\n签收内容（RFC 8785 规范文本）的 SM3 摘要`],
      ["平台记录号", paper.record],
    ],
    { size: 12, labels: true },
  );
  sheet.skip(20);
  sheet.paragraph(RECEIPT_LIMITS, { bold: true });
  sheet.skip(4);
  pdf.fontSize(10).fillColor("#5a5a5a");
  pdf.text(
    "核验：在平台打开该事项，签收栏所列校验码与本回执逐字一致，即为同一内容。",
    sheet.left,
    pdf.y,
    { width: sheet.width, indent: 20 },
  );
  return sheet.finish();
}
