import { expect } from "chai";
import { MAX_FILE_BYTES } from "./contract.ts";
import {
  attachment,
  cleanName,
  downloadName,
  kindOfName,
  mayKeep,
  mayUpload,
  titleOfName,
  watermarkLines,
} from "./rules.ts";

describe("mayUpload", () => {
  const table: [name: string, size: number, code: string | null][] = [
    ["现场照片.JPG", 1, null],
    ["现场照片.jpeg", MAX_FILE_BYTES, null],
    ["工作秘密事项清单.pdf", 9, null],
    ["机密★调查报告.pdf", 9, "state_secret"],
    ["绝 密 ★ 1年.docx", 9, "state_secret"],
    ["秘密☆.ofd", 9, "state_secret"],
    ["秘密.docx", 9, null],
    ["工作秘密★.docx", 9, null],
    ["工作机密★.docx", 9, "state_secret"],
    ["run.exe", 9, "unsupported_type"],
    ["page.html", 9, "unsupported_type"],
    ["picture.svg", 9, "unsupported_type"],
    ["jpg", 9, "unsupported_type"],
    ["空.pdf", 0, "bad_input"],
    ["长.mp4", MAX_FILE_BYTES + 1, "too_large"],
  ];
  for (const [name, size, code] of table)
    it(`says ${code ?? "yes"} to ${name} of ${size} bytes`, () => {
      const verdict = mayUpload({ name, size });
      expect(verdict.allowed ? null : verdict.code).to.equal(code);
    });
});

describe("mayKeep", () => {
  it("refuses what differs from its name", () => {
    expect(mayKeep("a.png", "docx")).to.deep.include({ reason: "content_differs" });
  });
  it("refuses what is nothing known", () => {
    expect(mayKeep("a.png", null)).to.deep.include({ reason: "content_not_kept" });
  });
  it("takes a jpeg called either way", () => {
    expect(mayKeep("a.jpeg", "jpg").allowed && mayKeep("a.JPG", "jpg").allowed).to.equal(true);
  });
});

describe("cleanName", () => {
  const table: [given: string, clean: string][] = [
    ["../../etc/passwd.pdf", "passwd.pdf"],
    ["C:\\案卷\\照片.jpg", "照片.jpg"],
    ["a\u0000b\r\n.pdf", "ab.pdf"],
    ["\u202Egpj.exe", "gpj.exe"],
    ["a\u200Bb.pdf", "ab.pdf"],
    ['问"题?.pdf', "问_题_.pdf"],
    ["..hidden.pdf", "hidden.pdf"],
    ["字".repeat(300) + ".docx", "字".repeat(195) + ".docx"],
  ];
  for (const [given, clean] of table)
    it(`makes ${JSON.stringify(given).slice(0, 40)} plain`, () => {
      expect(cleanName(given)).to.equal(clean);
    });
});

describe("names of files", () => {
  it("knows a kind by its extension alone", () => {
    expect([kindOfName("a.et"), kindOfName("a.WPS"), kindOfName("a.xls")]).to.deep.equal([
      "et",
      "wps",
      null,
    ]);
  });
  it("titles a file by its name", () => {
    expect(titleOfName("现场.照片.jpg")).to.equal("现场.照片");
  });
  it("hands a file out under its title with its own extension", () => {
    expect(downloadName("网箱照片/一", "IMG_1.jpg")).to.equal("一.jpg");
    expect(downloadName("网箱.JPG", "IMG_1.jpg")).to.equal("网箱.JPG");
  });
});

describe("attachment", () => {
  it("writes a name in both forms", () => {
    expect(attachment("网箱(一).jpg")).to.equal(
      "attachment; filename=\"__(_).jpg\"; filename*=UTF-8''%E7%BD%91%E7%AE%B1%28%E4%B8%80%29.jpg",
    );
  });
  it("lets no quote or line end out of the name", () => {
    expect(attachment('a"\r\nx: y.pdf')).to.match(/^attachment; filename="a___x: y\.pdf"; /);
  });
});

describe("watermarkLines", () => {
  it("names the reader, the office and the time in China", () => {
    const lines = watermarkLines("张某", "高邮市院", new Date("2026-11-22T18:05:00Z"));
    expect(lines).to.deep.equal(["张某  高邮市院", "2026-11-23 02:05"]);
  });
});
