import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  aCompound,
  aDocx,
  anOfd,
  anXlsx,
  aPdf,
  aZip,
  DOCX_PARTS,
} from "../../test/file-samples.ts";
import type { FileKind } from "./contract.ts";
import { watermarkTile } from "./watermark.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

describe("the workshop", function () {
  this.timeout(60_000);
  let dir: string;
  let workshop: Workshop;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "hub-workshop-"));
    workshop = openWorkshop();
  });
  after(async () => {
    await workshop.close();
    await rm(dir, { recursive: true });
  });

  async function sample(bytes: Buffer | Promise<Buffer>): Promise<string> {
    const path = join(dir, "sample");
    await writeFile(path, await bytes);
    return path;
  }

  const table: [what: string, bytes: Buffer | Promise<Buffer>, kind: FileKind, bears: boolean][] = [
    ["a Word document", aDocx("机密★10年"), "docx", true],
    ["one whose mark is split into runs", aDocx("绝", "密", " ", "★"), "docx", true],
    ["one whose star is an entity", aDocx("秘密&#x2605;"), "docx", true],
    ["one that speaks of work secrets", aDocx("工作秘密", "注意保管"), "docx", false],
    ["a workbook", anXlsx("机密★"), "xlsx", true],
    ["a workbook without", anXlsx("机密"), "xlsx", false],
    ["an OFD", anOfd("秘密★5年"), "ofd", true],
    ["a PDF", aPdf("机密★\n关于线索的报告"), "pdf", true],
    ["a PDF without", aPdf("工作秘密 ★ 重大线索"), "pdf", false],
    ["a document of Word 97", aCompound(["WordDocument"], "前言 绝密★ 正文"), "doc", true],
    ["one without", aCompound(["WordDocument"], "前言 绝密 正文"), "doc", false],
    ["a broken PDF", Buffer.from("%PDF-1.7\nnothing\n%%EOF"), "pdf", false],
  ];
  for (const [what, bytes, kind, bears] of table)
    it(`${bears ? "finds" : "finds no"} state-secret mark in ${what}`, async () => {
      expect(await workshop.bearsMark(await sample(bytes), kind)).to.equal(bears);
    });

  it("reads no more of an archive than it allows itself", async () => {
    const far = `${" ".repeat(26_000_000)}机密★`;
    const path = await sample(aZip({ ...DOCX_PARTS, "word/document.xml": far }));
    expect(await workshop.bearsMark(path, "docx")).to.equal(false);
  });

  it("lays the watermark over a PDF and leaves its text", async () => {
    const tile = await watermarkTile(["张某  高邮市院", "2026-11-22 14:05"]);
    const stamped = await workshop.stamp(await sample(aPdf("线索材料")), tile);
    if (!stamped) throw new Error("not stamped");
    expect(Buffer.from(stamped).toString("latin1")).to.match(/^%PDF-/);
    expect(stamped.length).to.be.greaterThan(tile.length);
  });

  it("gives up on a PDF that it cannot take apart, and goes on with the next", async () => {
    const tile = await watermarkTile(["张某"]);
    const broken = await sample(Buffer.from("%PDF-1.7\nnothing\n%%EOF"));
    expect(await workshop.stamp(broken, tile)).to.equal(null);
    expect(await workshop.bearsMark(await sample(aDocx("机密★")), "docx")).to.equal(true);
  });
});
