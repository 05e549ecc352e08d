import { openSheet, type Printed } from "./page.ts";
import { table } from "./table.ts";
import { grouped, secondOf } from "./words.ts";

/** One party's line on the certificate. */
export interface CertifiedParty {
  name: string;
  /** 电子签名 or 线下签章. */
  means: string;
  signer: string;
  /** Server time of an electronic signature; the day that stands on the paper. */
  at: string;
  /** By what it is checked: the key's fingerprint, the scan's digest. */
  proof: string;
}

export interface Certificate {
  title: string;
  version: number;
  /** SM3 of the frozen text. */
  digest: string;
  frozenAt: string;
  /** Hash of the entry that froze it. */
  anchor: string;
  completedAt: string;
  parties: readonly CertifiedParty[];
  /** SM3 of the package's bytes. */
  packageDigest: string;
  /** The agreement's id. */
  record: string;
  marking: string;
}

/** What the signatures are in law, and what they are not. */
const BASIS =
  "本次会签中的电子签名，系各方按约定条件采用的电子签名（《中华人民共和国电子签名法》第十三条第二款）：签署密钥由签署人专有、由其以口令控制，本院已确认人钥一致，签署后对签名和内容的改动能够被发现。线下签章以纸质原件为准。本证明不是电子印章，不替代加盖院印的文书。";

/** 会签完成证明: what was signed, who signed it when and how, and how a third party checks it. */
export async function printCertificate(
  paper: Certificate,
  printed: Printed,
  at: Date,
): Promise<Buffer> {
  const sheet = await openSheet({ subject: "会签完成证明", printed, at, marking: paper.marking });
  const { pdf } = sheet;
  sheet.skip(12);
  sheet.title("会签完成证明", 22);
  sheet.skip(18);
  table(
    sheet,
    [{ share: 22 }, { share: 78 }],
    [
      ["文件名称", `${paper.title}（文本第 ${paper.version} 版）`],
      ["文本校验码", `${grouped(paper.digest)}\n冻结文本（RFC 8785 规范文本）的 SM3 摘要`],
      ["冻结时间", `${secondOf(paper.frozenAt)}（平台服务器时间）`],
      ["冻结条目", `${grouped(paper.anchor)}\n冻结该文本的日志条目的 SM3 摘要，载入每份签名`],
      ["会签完成", `${secondOf(paper.completedAt)}（平台服务器时间）`],
      ["平台记录号", paper.record],
    ],
    { size: 11, labels: true },
  );
  sheet.skip(14);
  table(
    sheet,
    [{ share: 7, align: "center" }, { share: 27 }, { share: 22 }, { share: 44 }],
    paper.parties.map((party, place) => [
      String(place + 1),
      party.name,
      `${party.signer}\n${party.means}`,
      `${party.at}\n${party.proof}`,
    ]),
    { head: ["序", "单位", "会签人", "时间和核验依据"], size: 10 },
  );
  sheet.skip(12);
  pdf.fontSize(10.5).fillColor("#1a1a1a");
  const note = (text: string) => {
    sheet.room(48);
    pdf.text(text, sheet.left, pdf.y, { width: sheet.width, indent: 21, lineGap: 4 });
    sheet.skip(6);
  };
  note(BASIS);
  note(
    `核验：在平台下载会签核验包，用 npm run verify 或者 OpenSSL 核验，无需登录平台。核验包的 SM3 摘要应为 ${paper.packageDigest}。`,
  );
  return sheet.finish();
}
