import { findReadable } from "../agreements/read.ts";
import { articleNumber } from "../agreements/words.ts";
import { dayOf } from "../kernel/clock.ts";
import { listOffices } from "../offices/queries.ts";
import { writeDocx } from "../papers/docx.ts";
import type { Ctx } from "../store/hub.ts";
import type { AdoptionRow, Outcome } from "./contract.ts";
import { adoptionOf } from "./queries.ts";

const OUTCOME: Record<Outcome, string> = { adopted: "采纳", partly: "部分采纳", not: "未采纳" };

/** An article as the table names it; one that was to be inserted has no number yet. */
const clauseWords = ({ number, heading }: AdoptionRow["clause"]): string => {
  if (heading === "" && number === null) return "全文";
  return `${number === null ? "增加条款" : `第${articleNumber(number)}条`}【${heading}】`;
};

/** 征求意见采纳情况 as .docx, with exactly the rows that this officer sees on the screen. */
export async function adoptionDocument(
  ctx: Ctx,
  agreementId: string,
  number?: number,
): Promise<{ name: string; bytes: Buffer }> {
  const { values } = await findReadable(ctx, agreementId);
  const [rows, offices] = await Promise.all([
    adoptionOf(ctx, agreementId, number),
    listOffices(ctx.hub),
  ]);
  const nameOf = new Map(offices.map((one) => [one.id, one.name]));
  const title = `${values.title}征求意见采纳情况`;
  const bytes = await writeDocx({
    title,
    by: `${ctx.actor.name}（${ctx.role}）`,
    parts: [
      { kind: "title", text: title },
      {
        kind: "table",
        widths: [5, 16, 16, 30, 11, 22],
        rows: [
          ["序号", "条款", "提出单位", "意见", "采纳情况", "理由"],
          ...rows.map((row, index) => [
            String(index + 1),
            clauseWords(row.clause),
            nameOf.get(row.officeId) ?? row.officeId,
            row.opinion,
            row.outcome ? OUTCOME[row.outcome] : "尚未处理",
            row.reason,
          ]),
        ],
      },
      { kind: "right", text: `截至${dayOf(ctx.hub.clock.now())}` },
    ],
  });
  return { name: `${title}.docx`, bytes };
}
