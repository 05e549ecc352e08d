import type { Material } from "../files/contract.ts";
import { openSheet, type Printed } from "./page.ts";
import { table } from "./table.ts";
import { grouped, minuteOf, sizeOf } from "./words.ts";

export interface MaterialsList {
  title: string;
  /** Of the lead, or both offices of the exchange. */
  about: string;
  materials: readonly Pick<
    Material,
    "number" | "title" | "name" | "size" | "sm3" | "uploader" | "at"
  >[];
  marking: string;
}

/** 材料清单: numbered, each with its digest, so that a copy can be compared with what stands here. */
export async function printMaterials(
  list: MaterialsList,
  printed: Printed,
  at: Date,
): Promise<Buffer> {
  const pale = [printed.by, printed.at];
  const sheet = await openSheet({
    subject: `材料清单：${list.title}`,
    printed,
    at,
    pale,
    marking: list.marking,
  });
  const { pdf, left, width } = sheet;
  sheet.skip(10);
  sheet.title("材料清单", 22);
  sheet.skip(12);
  pdf.fontSize(11).text(`${list.title}\n${list.about}`, left, pdf.y, { width, lineGap: 5 });
  sheet.skip(8);
  table(
    sheet,
    [{ share: 8, align: "center" }, { share: 25 }, { share: 15 }, { share: 22 }, { share: 50 }],
    list.materials.map(({ number, title, name, size, sm3, uploader, at: came }) => [
      String(number),
      title,
      `${name.split(".").at(-1)?.toUpperCase() ?? ""}\n${sizeOf(size)}`,
      `${uploader.name}\n${minuteOf(came)}`,
      grouped(sm3),
    ]),
    { head: ["序号", "材料名称", "格式", "提交人、时间", "SM3 摘要"], size: 9 },
  );
  sheet.skip(12);
  pdf.fontSize(11);
  pdf.text(
    list.materials.length > 0 ? `以上共 ${list.materials.length} 件。` : "没有材料。",
    left,
    pdf.y,
    { width },
  );
  sheet.room(90);
  sheet.skip(34);
  pdf.text(
    `移交人：                    接收人：                    日期：      年   月   日`,
    left,
    pdf.y,
    { width },
  );
  return sheet.finish();
}
