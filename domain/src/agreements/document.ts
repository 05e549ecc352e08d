import { readsOf } from "../clauses/rules.ts";
import { writeDocx, type Part } from "../papers/docx.ts";
import type { Ctx } from "../store/hub.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";
import { articleNumber, dayWords } from "./words.ts";
import { readableText } from "./queries.ts";

/** The clean text as .docx in official layout: of a version, or of the text in hand as this officer may see it. */
export async function agreementDocument(
  ctx: Ctx,
  agreementId: string,
  number?: number,
): Promise<{ name: string; bytes: Buffer }> {
  const wanted = number ?? (await standingNumber(ctx, agreementId));
  const { agreement, version } = await readableText(ctx, agreementId, wanted);
  const { title } = version.values;
  const by = `${ctx.actor.name}（${ctx.role}）`;
  const bytes = await writeDocx({ title, by, parts: partsOf(agreement, version) });
  return { name: `${title}.docx`, bytes };
}

/** Without a number: what is negotiated, else what is in force. */
async function standingNumber(ctx: Ctx, agreementId: string): Promise<number | "draft"> {
  const found = await ctx.hub.store.agreements
    .findById(agreementId, { inHand: 1, inForce: 1 })
    .lean<Pick<AgreementDoc, "inHand" | "inForce"> | null>();
  return found?.inHand ?? found?.inForce?.number ?? "draft";
}

function partsOf(agreement: AgreementDoc, { values, clauses, state }: VersionDoc): Part[] {
  const parties = agreement.parties.filter((one) => one.leftOn === null);
  const { issued } = agreement;
  // The number is the document's own only for the version that was issued under it.
  const numbered = issued && ["in_force", "frozen"].includes(state) ? issued : null;
  return [
    { kind: "title", text: values.title },
    ...(numbered ? [{ kind: "right" as const, text: numbered.number }] : []),
    ...clauses.map((clause, index): Part => ({
      kind: "article",
      head: `第${articleNumber(index + 1)}条【${clause.heading}】`,
      text: readsOf(clause, agreement.parties),
    })),
    ...parties.map((one): Part => ({ kind: "right", text: one.name })),
    ...(numbered?.on ? [{ kind: "right" as const, text: dayWords(numbered.on) }] : []),
  ];
}
