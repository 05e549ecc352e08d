import { textOf } from "@hub/domain/files/archive";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The main part of a .docx, as XML. */
export async function documentXml(bytes: Uint8Array): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "hub-docx-"));
  const path = join(dir, "text.docx");
  await writeFile(path, bytes);
  const [xml = ""] = await textOf(path, (name) => name === "word/document.xml", 1_000_000);
  await rm(dir, { recursive: true });
  return xml;
}
