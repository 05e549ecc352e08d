import { handlesContent } from "../access/rules.ts";
import type { Clause } from "../clauses/contract.ts";
import { articlesOf } from "../clauses/articles.ts";
import { textOf } from "../files/archive.ts";
import type { FileKind } from "../files/contract.ts";
import { getFile } from "../files/queries.ts";
import { blobPath } from "../files/storage.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { ImportRow, PreviewRow } from "./import-contract.ts";
import { previewRows } from "./import-rows.ts";
import { rowsOfSheet } from "./sheet.ts";

/** What importing these rows would do, row by row. */
export async function previewImport(ctx: Ctx, rows: readonly ImportRow[]): Promise<PreviewRow[]> {
  ensure(handlesContent(ctx.actor.posts));
  return previewRows(ctx.hub.store, ctx.actor.officeId, rows);
}

/** The bytes of a file that the actor may read, when it is of this kind. */
async function pathOfKind(ctx: Ctx, fileId: string, kind: FileKind): Promise<string> {
  const { file } = await getFile(ctx, fileId);
  if (file.kind !== kind) throw new HubError("unsupported_type");
  return blobPath(ctx.hub.files, file.sha256);
}

/** The rows of an uploaded .xlsx register with what is wrong with each; nothing is kept. */
export async function readSheet(
  ctx: Ctx,
  fileId: string,
): Promise<{ rows: ImportRow[]; preview: PreviewRow[] }> {
  ensure(handlesContent(ctx.actor.posts));
  const rows = await rowsOfSheet(await pathOfKind(ctx, fileId, "xlsx"));
  return { rows, preview: await previewImport(ctx, rows) };
}

/** More text than any agreement has: 4 MB of XML. */
const MOST_TEXT = 4 * 1024 * 1024;

/** The articles of an uploaded .docx as clauses; nothing is kept. */
export async function readClauses(
  ctx: Ctx,
  fileId: string,
): Promise<{ title: string; clauses: Clause[]; preamble: string[] }> {
  const path = await pathOfKind(ctx, fileId, "docx");
  const part = async (wanted: string): Promise<string> =>
    (await textOf(path, (name) => name === `word/${wanted}.xml`, MOST_TEXT))[0] ?? "";
  const [document, numbering, styles] = await Promise.all([
    part("document"),
    part("numbering"),
    part("styles"),
  ]);
  return articlesOf({ document, numbering, styles }, fileId);
}
