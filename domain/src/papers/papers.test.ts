import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import ExcelJS from "exceljs";
import { pagesOf, runsOf } from "../../test/pdf-text.ts";
import type { LeadRow } from "../leads/contract.ts";
import type { ExchangeRow } from "../exchanges/contract.ts";
import {
  EXCHANGE_COLUMNS,
  LEAD_COLUMNS,
  type ExchangeColumn,
  type LeadColumn,
} from "./contract.ts";
import { EXCHANGE_CELLS, LEAD_CELLS } from "./ledger-columns.ts";
import { harmless, writeLedger, type Column } from "./ledger.ts";
import { printMaterials } from "./materials.ts";
import { printNotice, type Notice } from "./notice.ts";
import { printReceipt } from "./receipt.ts";
import {
  dateOf,
  grouped,
  minuteOf,
  periodWords,
  RECEIPT_LIMITS,
  secondOf,
  sizeOf,
} from "./words.ts";

const printed = { by: "张某（检察官）高邮市人民检察院", at: "2026-11-22 14:05" };
const at = new Date("2026-11-22T06:05:00Z");
const digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

const aNotice = (given: Partial<Notice> = {}): Notice => ({
  kind: "transfer",
  number: "",
  from: "高邮市人民检察院",
  to: "天长市人民检察院",
  title: "高邮湖非法网箱",
  leadNumber: "高邮检公益线〔2026〕12号",
  points: [{ label: "线索领域", value: "生态环境和资源保护" }],
  facts: "巡湖发现网箱十八个，养殖户䶮某。",
  note: "",
  terms: "受理 5 个工作日",
  agreement: "",
  materials: [{ number: 1, title: "现场照片", name: "a.jpg", size: 2_000_000 }],
  contact: "张某",
  telephone: "0514-00000000",
  issuedAt: at.toISOString(),
  digest,
  marking: "工作秘密",
  ...given,
});

describe("papers", () => {
  describe("the notice", () => {
    it("says what art 26 asks for, marked as a draft, numbered and signed by nobody", async () => {
      const bytes = await printNotice(aNotice(), printed, at);
      const [page = "", ...more] = await pagesOf(bytes);
      const text = [page, ...more].join("");
      for (const part of [
        "工作稿",
        "工作秘密",
        "移送案件线索通知书",
        "（文号：）",
        "天长市人民检察院：",
        "《人民检察院公益诉讼办案规则》第二十六条",
        "高邮检公益线〔2026〕12号",
        "养殖户䶮某",
        "双方约定期限：受理5个工作日",
        "附件：材料清单（共1件）",
        "1.现场照片（JPG，1.9MB）",
        "2026年11月22日",
        "联系人：张某联系电话：0514-00000000",
        "未加盖院印前不具有文书效力",
        digest,
        "打印人张某（检察官）高邮市人民检察院2026-11-2214:05",
        `第1页共${more.length + 1}页`,
      ])
        expect(text).to.contain(part);
    });

    it("keeps who printed it off the page number, however long names, posts and offices are", async () => {
      const by = "欧阳某某（第三检察部（公益诉讼）主任）新疆维吾尔自治区阿克苏地区温宿县人民检察院";
      for (const runs of await runsOf(await printNotice(aNotice(), { by, at: printed.at }, at))) {
        const foot = runs.filter((run) => run.y < 70 && run.text.trim() !== "");
        expect(foot.some((run) => /第 \d+ 页/.test(run.text))).to.equal(true);
        for (const one of foot)
          for (const other of foot)
            if (Math.abs(one.y - other.y) < 4 && one.x < other.x)
              expect(one.x + one.width, `${one.text} | ${other.text}`).to.be.at.most(other.x);
      }
    });

    it("carries its font, so that it looks the same where there is none", async () => {
      const text = (await printNotice(aNotice(), printed, at)).toString("latin1");
      expect(text)
        .to.match(/\/BaseFont \/[A-Z]{6}\+NotoSerifSC/)
        .and.contain("/FontFile2");
      expect(text).not.to.contain("/Helvetica");
    });

    it("leaves the date open and says so while it was not issued", async () => {
      const draft = aNotice({ issuedAt: null, digest: null });
      const text = (await pagesOf(await printNotice(draft, printed, at))).join("");
      expect(text).to.contain("内容未经签发").and.not.contain("2026年11月22日");
    });

    it("never leaves the place of the seal on a page without text", async () => {
      for (let lines = 0; lines < 24; lines += 1) {
        const facts = Array.from({ length: lines }, () => "巡湖发现网箱。").join("\n");
        const pages = await pagesOf(await printNotice(aNotice({ facts }), printed, at));
        const sealed = pages.find((page) => page.includes("（院印）")) ?? "";
        expect(sealed, `${lines} lines`).to.contain("特此通知").and.contain("未加盖院印前");
        for (const [n, page] of pages.entries())
          expect(page).to.contain(`第${n + 1}页共${pages.length}页`);
      }
    }).timeout(60_000);

    it("tells of a notice without asking for anything", async () => {
      const text = (
        await pagesOf(await printNotice(aNotice({ kind: "notice" }), printed, at))
      ).join("");
      expect(text).to.contain("线索情况通报").and.contain("特此通报").and.not.contain("第二十六条");
    });
  });

  it("prints the receipt with person, office, server time and the 校验码, and what it is not", async () => {
    const bytes = await printReceipt(
      {
        kind: "移送案件线索",
        from: "高邮市人民检察院",
        to: "天长市人民检察院",
        title: "高邮湖非法网箱",
        leadNumber: "高邮检公益线〔2026〕12号",
        issuedAt: at.toISOString(),
        materials: 3,
        signer: "李某",
        role: "收件岗",
        signedAt: "2026-11-22T06:31:44.120Z",
        digest,
        record: "01a205b9-4534-72de-aac7-bf92c096cd87",
        marking: "",
      },
      printed,
      at,
    );
    const text = (await pagesOf(bytes)).join("");
    for (const part of ["李某（收件岗）", "2026年11月22日14时31分44秒", digest, RECEIPT_LIMITS])
      expect(text).to.contain(part);
    expect(text).not.to.contain("工作稿");
  });

  it("repeats the head of a list on each page and numbers every line", async () => {
    const materials = Array.from({ length: 40 }, (_, index) => ({
      number: index + 1,
      title: `材料${index + 1}号`,
      name: "a.pdf",
      size: 1_000,
      sm3: digest,
      uploader: { officerId: "x", name: "张某", officeId: "321084" },
      at: at.toISOString(),
    }));
    const list = { title: "高邮湖", about: "高邮市人民检察院", materials, marking: "工作秘密" };
    const pages = await pagesOf(await printMaterials(list, printed, at));
    expect(pages.length).to.be.greaterThan(1);
    for (const [n, page] of pages.entries())
      if (page.includes("号PDF")) expect(page, `page ${n + 1}`).to.contain("SM3摘要");
    const all = pages.join("");
    for (const { title } of materials) expect(all).to.contain(title);
    expect(all).to.contain("以上共40件");
  });

  describe("the ledger", () => {
    const aRow = (given: Partial<LeadRow> = {}): LeadRow => ({
      id: "x",
      version: 1,
      officeId: "321084",
      number: "高邮检公益线〔2026〕1号",
      title: "高邮湖非法网箱",
      field: "ECO",
      source: "hotline",
      grade: "major",
      marking: "work_secret",
      state: "evaluating",
      place: null,
      body: { name: '=HYPERLINK("http://evil.test")', level: "county" },
      handler: "张某",
      registeredAt: at.toISOString(),
      changedAt: at.toISOString(),
      channelId: null,
      exchange: null,
      ...given,
    });

    const read = (rows: LeadRow[], columns: readonly LeadColumn[] = LEAD_COLUMNS) =>
      written(
        "线索台账",
        rows,
        columns.map((name) => LEAD_CELLS[name]),
      );

    async function written<R>(name: string, rows: R[], columns: Column<R>[]) {
      const out = new PassThrough();
      const bytes = buffer(out);
      const n = await writeLedger(
        {
          name,
          office: "高邮市人民检察院",
          ...printed,
          count: String(rows.length),
          columns,
          rows: (async function* () {
            yield* rows;
          })(),
          nameOf: (id) => ({ "321084": "高邮市院", "341181": "天长市院" })[id] ?? id,
        },
        out,
      );
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await bytes) as unknown as ArrayBuffer);
      const sheet = book.worksheets[0];
      if (!sheet) throw new Error("no sheet");
      const texts = (row: number) =>
        (sheet.getRow(row).values as unknown[]).slice(1).map((value) => String(value));
      return { n, sheet, texts };
    }

    it("says who exported, when and how many, and holds the chosen columns in order", async () => {
      const { n, texts } = await read(
        [aRow(), aRow({ number: "2号" })],
        ["number", "title", "state", "registered"],
      );
      expect(n).to.equal(2);
      expect(texts(1)[0]).to.equal("高邮市人民检察院线索台账");
      expect(texts(2)[0])
        .to.contain(printed.by)
        .and.contain("2026-11-22 14:05")
        .and.contain("共 2 条");
      expect(texts(3)).to.deep.equal(["序号", "编号", "标题", "状态", "登记时间"]);
      expect(texts(5)).to.deep.equal(["2", "2号", "高邮湖非法网箱", "评估中", "2026-11-22 14:05"]);
    });

    it("holds no formula, whatever is written in a lead", async () => {
      const { sheet } = await read([aRow({ title: "+1+1", handler: "@SUM(A1)" })]);
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect(cell.type).not.to.equal(ExcelJS.ValueType.Formula);
          expect(cell.text).not.to.match(/^\s*[=+@-]/);
        }),
      );
    });

    it("writes out where a lead came from and went, by when, and what was said of it", async () => {
      const exchange = {
        id: "x",
        kind: "transfer",
        state: "arrived",
        fromOfficeId: "321084",
        toOfficeId: "341181",
        at: at.toISOString(),
        lastFeedback: "not_filed",
        held: false,
        dueAt: "2026-11-27T15:59:59.999Z",
      };
      const columns = ["source", "route", "clock", "feedback"] as const;
      const { texts } = await read([aRow({ exchange }), aRow()], columns);
      expect(texts(4)).to.deep.equal([
        "1",
        "12345、12309 热线",
        "高邮市院 → 天长市院",
        "2026-11-27 23:59",
        "不立案",
      ]);
      expect(texts(5)).to.deep.equal(["2", "12345、12309 热线", "本院"]);
    });

    describe("of a box", () => {
      const clock: NonNullable<ExchangeRow["clock"]> = {
        key: "accept",
        period: { unit: "working_days", count: 5 },
        officeId: "341181",
        from: at.toISOString(),
        due: "2026-11-27T15:59:59.999Z",
        metAt: null,
        stopped: false,
        overdueDays: 0,
        held: false,
        provisional: false,
        basis: "",
      };
      const anExchange = (given: Partial<ExchangeRow> = {}): ExchangeRow => ({
        id: "x",
        version: 1,
        kind: "transfer",
        state: "accepted",
        urgency: "ordinary",
        title: "高邮湖非法网箱",
        field: "ECO",
        grade: "major",
        marking: "work_secret",
        fromOfficeId: "321084",
        toOfficeId: "341181",
        side: "to",
        leadId: null,
        leadNumber: "高邮检公益线〔2026〕1号",
        sentAt: at.toISOString(),
        signedAt: "2026-11-22T06:31:00.000Z",
        acceptedAt: "2026-11-24T01:00:00.000Z",
        changedAt: at.toISOString(),
        handler: "李某",
        clock,
        lastFeedback: "progress",
        channelId: null,
        disputed: false,
        can: [],
        ...given,
      });
      const readBox = (
        rows: ExchangeRow[],
        columns: readonly ExchangeColumn[] = EXCHANGE_COLUMNS,
      ) =>
        written(
          "收件台账",
          rows,
          columns.map((name) => EXCHANGE_CELLS[name]),
        );

      it("says what came from whom, where it stands, and when it was sent, signed for and accepted", async () => {
        const { sheet, texts } = await readBox([anExchange()]);
        expect(sheet.name).to.equal("收件台账");
        expect(texts(1)[0]).to.equal("高邮市人民检察院收件台账");
        expect(texts(4)).to.deep.equal([
          "1",
          "移送案件线索",
          "高邮湖非法网箱",
          "高邮检公益线〔2026〕1号",
          "高邮市院 → 天长市院",
          "已受理",
          "2026-11-27 23:59",
          "李某",
          "2026-11-22 14:05",
          "2026-11-22 14:31",
          "2026-11-24 09:00",
          "进展",
        ]);
      });

      it("says how late a time limit is, that a dispute holds it, and what a withdrawal left", async () => {
        const { texts } = await readBox(
          [
            anExchange({ clock: { ...clock, overdueDays: 2 } }),
            anExchange({ clock: { ...clock, held: true } }),
            anExchange({ kind: "notice", state: "arrived" }),
            anExchange({ title: "", state: "withdrawn" }),
          ],
          ["title", "state", "clock"],
        );
        expect(texts(4)[3]).to.equal("2026-11-27 23:59（已超约定期限 2 天）");
        expect(texts(5)[3]).to.equal("管辖争议期间暂停");
        expect(texts(6)[2]).to.equal("待阅");
        expect(texts(7).slice(1, 3)).to.deep.equal(["（已由发送单位撤回）", "已撤回"]);
      });
    });
  });

  describe("harmless", () => {
    const table: [text: string, written: string][] = [
      ["=1+1", "'=1+1"],
      ["+86", "'+86"],
      ["-2", "'-2"],
      ["@x", "'@x"],
      ["\t=1", "'\t=1"],
      ["高邮湖=一湖", "高邮湖=一湖"],
      ["", ""],
    ];
    for (const [text, written] of table)
      it(`writes ${JSON.stringify(text)} as ${JSON.stringify(written)}`, () => {
        expect(harmless(text)).to.equal(written);
      });
  });

  describe("words", () => {
    it("says times of China", () => {
      const late = "2026-11-22T18:05:07.900Z";
      expect(dateOf(late)).to.equal("2026年11月23日");
      expect(minuteOf(late)).to.equal("2026-11-23 02:05");
      expect(secondOf(late)).to.equal("2026年11月23日 02时05分07秒");
    });
    it("call a period as people do, and what happened as it was called", () => {
      const periods = ["2026-11", "2026-Q4", "2026-H1", "2026-H2", "2026", "2026-11-05", "网箱"];
      expect(periods.map(periodWords)).to.deep.equal([
        "2026年11月",
        "2026年第四季度",
        "2026年上半年",
        "2026年下半年",
        "2026年度",
        "2026-11-05",
        "网箱",
      ]);
    });

    it("says sizes and digests so that people can compare them", () => {
      expect([sizeOf(900), sizeOf(2_048), sizeOf(200 * 1024 * 1024)]).to.deep.equal([
        "900 B",
        "2 KB",
        "200.0 MB",
      ]);
      const [first, second] = grouped(digest).split("\n");
      expect(first).to.equal("66c7f0f4 62eeedd9 d1f2d46b dc10e4e2");
      expect(`${first}${second}`.replaceAll(" ", "")).to.equal(digest);
    });
  });
});
