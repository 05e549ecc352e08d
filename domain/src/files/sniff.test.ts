import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  aCompound,
  aDocx,
  aJpeg,
  anMp4,
  anOfd,
  anXlsx,
  aPdf,
  aPng,
  aZip,
  DOCX_PARTS,
} from "../../test/file-samples.ts";
import type { FileKind } from "./contract.ts";
import { sniff } from "./sniff.ts";

describe("sniff", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "hub-sniff-"));
  });
  after(() => rm(dir, { recursive: true }));

  type Sample = [
    what: string,
    bytes: Buffer | Promise<Buffer>,
    claimed: FileKind,
    is: FileKind | null,
  ];
  const html = "<!DOCTYPE html><script>alert(1)</script>";
  const samples: Sample[] = [
    ["a photograph", aJpeg(), "jpg", "jpg"],
    ["a picture", aPng(), "png", "png"],
    ["a PDF", aPdf("线索"), "pdf", "pdf"],
    ["an OFD", anOfd("线索"), "ofd", "ofd"],
    ["a Word document", aDocx("线索"), "docx", "docx"],
    ["a workbook", anXlsx("线索"), "xlsx", "xlsx"],
    ["a document of Word 97", aCompound(["WordDocument"]), "doc", "doc"],
    ["the same from WPS", aCompound(["WordDocument"]), "wps", "wps"],
    ["a table of WPS", aCompound(["Workbook"]), "et", "et"],
    ["a film", anMp4(), "mp4", "mp4"],
    ["a document that is called a picture", aDocx("x"), "png", "docx"],
    ["a Windows program", Buffer.from("MZ\x90\x00".padEnd(512, "\0"), "latin1"), "doc", null],
    [
      "a Linux program",
      Buffer.from("\x7fELF\x02\x01\x01".padEnd(512, "\0"), "latin1"),
      "pdf",
      null,
    ],
    ["a page", Buffer.from(html), "pdf", null],
    ["text", Buffer.from("线索"), "doc", null],
    ["a bare archive", aZip({ "a.txt": "x" }), "docx", null],
    [
      "an archive with a program beside the document",
      aZip({ "OFD.xml": "", "run.exe": "MZ" }),
      "ofd",
      null,
    ],
    ["a document with macros", aZip({ ...DOCX_PARTS, "word/vbaProject.bin": "" }), "docx", null],
    ["an old document with macros", aCompound(["WordDocument", "Macros"]), "doc", null],
    ["a compound document of nothing known", aCompound(["Installer"]), "doc", null],
    ["a torn compound document", aCompound(["WordDocument"]).subarray(0, 700), "doc", null],
    ["a torn archive", aDocx("x").subarray(0, 200), "docx", null],
    ["a PDF without its end", Buffer.from("%PDF-1.7\n1 0 obj"), "pdf", null],
    ["a PDF behind something else", Buffer.from("GIF89a\n%PDF-1.7\n%%EOF", "latin1"), "pdf", null],
    ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1"), "png", null],
    [
      "a picture that is an archive, too",
      aPng().then((png) => Buffer.concat([png, aZip({ "a.class": "x" })])),
      "png",
      null,
    ],
    ["a film that is a page, too", Buffer.concat([anMp4(), Buffer.from(html)]), "mp4", null],
    ["a picture cut after its first bytes", aPng().then((png) => png.subarray(0, 20)), "png", null],
    ["a QuickTime film", Buffer.from("\0\0\0\x14ftypqt  \0\0\0\0qt  ", "latin1"), "mp4", null],
  ];

  for (const [what, bytes, claimed, is] of samples)
    it(`takes ${what} for ${is ?? "nothing that is kept"}`, async () => {
      const path = join(dir, "sample");
      await writeFile(path, await bytes);
      expect(await sniff(path, claimed)).to.equal(is);
    });
});
