import { audienceDrift } from "@hub/domain/access/drift";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { REGISTER_ROWS } from "@hub/domain/demo/register";
import { importRoutes } from "@hub/domain/agreements/import-contract";
import { paragraphsOf } from "@hub/domain/clauses/articles";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { Document, Packer, Paragraph } from "docx";
import ExcelJS from "exceljs";
import { aStory, circulated, inForce, someClauses, type Story } from "./agreement-story.ts";
import { documentXml } from "./documents.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

describe("the register of agreements", () => {
  let test: TestHub;
  let world: World;
  let story: Story;

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = await aStory(test, world);
  });
  after(() => test.stop());

  it("takes an agreement that is in force on paper, with its scan, for all parties to see", async () => {
    const { id: fileId } = await upload(story.host.writer, "扫描件.png");
    const agreementId = newId();
    const view = await story.host.writer.call(agreementRoutes.register, {
      body: {
        agreementId,
        values: {
          title: "旧的实施意见",
          instrument: "implementing",
          term: { kind: "years", count: 3 },
        },
        parties: [
          { officeId: GAOYOU, name: "高邮" },
          { officeId: TIANCHANG, name: "天长" },
        ],
        hostIndex: 0,
        number: "邮检会〔2024〕3号",
        signedOn: "2024-06-05",
        effectiveOn: "2024-06-05",
        clauses: someClauses(),
        scans: [{ fileId }],
      },
    });
    expect([view.state, view.inForce?.until]).to.deep.equal(["in_force", "2027-06-04"]);
    const params = { agreementId };
    const theirs = await story.other.liaison.call(agreementRoutes.get, { params });
    expect(theirs.scans.map((one) => one.fileId)).to.deep.equal([fileId]);
    expect(theirs.versions.map((one) => [one.state, one.anchorEntryId])).to.deep.equal([
      ["in_force", null],
    ]);
    const bytes = await story.other.liaison.fetch(`/api/files/${fileId}/content`);
    expect(bytes.status).to.equal(200);
    const stranger = await test.signIn(world.baoying.officers.chief);
    expect((await stranger.fetch(`/api/files/${fileId}/content`)).status).to.equal(404);
  });

  it("imports the gathered register of real agreements, each once however often it is asked for", async () => {
    const rows = [...REGISTER_ROWS];
    expect(rows).to.have.length(20);
    const { preview } = await story.host.liaison.call(importRoutes.preview, { body: { rows } });
    expect(preview.flatMap((row) => row.issues)).to.deep.equal([]);
    const first = await story.host.liaison.call(importRoutes.import, { body: { rows } });
    expect(first).to.deep.equal({ registered: 20, known: 0, bad: 0 });
    const both = await Promise.all(
      [story.host.liaison, story.host.writer].map((by) =>
        by.call(importRoutes.import, { body: { rows } }),
      ),
    );
    expect(both.map((one) => one.registered)).to.deep.equal([0, 0]);
    const list = await story.host.writer.call(agreementRoutes.list, {
      query: { box: "reference", text: "鄱阳湖" },
    });
    expect(list.rows.map((row) => [row.number, row.signedOn, row.clauseKeys])).to.deep.equal([
      ["九检会〔2022〕11号", "2022-08-08", ["purpose_basis", "scope", "lead_transfer"]],
    ]);
    const elsewhere = await story.other.liaison.call(agreementRoutes.list, {
      query: { box: "all", text: "鄱阳湖" },
    });
    expect(elsewhere.rows, "another office's look-ups are its own").to.deep.equal([]);
  });

  it("imports each row once when two ask for it in the same moment", async () => {
    const rows = [{ key: "同时", parties: "甲、乙", instrument: "意见", area: "某湖" }];
    const answers = await Promise.all(
      [story.other.liaison, story.other.writer, story.other.chief].map((by) =>
        by.ask(importRoutes.import, { body: { rows } }),
      ),
    );
    const { count } = await story.other.liaison.call(agreementRoutes.list, {
      query: { text: "某湖" },
    });
    expect(count.n).to.equal(1);
    const registered = answers.map((one) => (one.ok ? one.body.registered : 0));
    expect(registered.toSorted((one, other) => one - other)).to.deep.equal([0, 0, 1]);
  });

  it("reads an .xlsx register and says row by row what is wrong", async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("协议台账");
    sheet.addRow(["2026年协议台账"]);
    sheet.addRow(["编号", "区域", "参与单位", "文书种类", "签署日期", "条款", "备注"]);
    sheet.addRow([
      "A1",
      "骆马湖",
      "宿迁、徐州",
      "框架协议",
      new Date("2024-03-05"),
      "线索移送、联席会议",
      "",
    ]);
    sheet.addRow(["A2", "", "", "信函", "去年", "", ""]);
    sheet.addRow(["A1", "骆马湖", "宿迁、徐州", "意见", 2020, "", ""]);
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    const { id: fileId } = await upload(story.host.writer, "台账.xlsx", bytes);
    const read = await story.host.writer.call(importRoutes.readSheet, { body: { fileId } });
    expect(
      read.preview.map((row) => row.issues.map((one) => `${one.path} ${one.code}`)),
    ).to.deep.equal([
      [],
      ["instrument unknown_instrument", "parties required", "signed invalid_date"],
      ["key repeated"],
    ]);
    expect(read.preview[0]?.reads).to.deep.include({
      signedOn: "2024-03-05",
      parties: ["宿迁", "徐州"],
      clauseKeys: ["lead_transfer", "joint_conference"],
    });
    const done = await story.host.writer.call(importRoutes.import, { body: { rows: read.rows } });
    expect(done).to.deep.equal({ registered: 1, known: 0, bad: 2 });
    await story.other.writer.refused(importRoutes.readSheet, "not_found", { body: { fileId } });
  });

  it("writes the clean text as a document, and reads it back article by article", async () => {
    const view = await inForce(story);
    const response = await story.other.writer.fetch(`/api/agreements/${view.id}/document`);
    expect(response.status).to.equal(200);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const lines = paragraphsOf(await documentXml(bytes));
    expect(lines[0]).to.equal(view.title);
    expect(lines).to.include("邮检发〔2026〕9号");
    expect(lines.find((line) => line.startsWith("第二条"))).to.match(
      /^第二条【线索移送】.*5个工作日/,
    );
    const { id: fileId } = await upload(story.other.writer, "协议.docx", bytes);
    const read = await story.other.writer.call(importRoutes.readClauses, { body: { fileId } });
    expect(read.title).to.equal(view.title);
    expect(read.clauses.map((one) => one.key)).to.deep.equal(view.clauseKeys);
  });

  it("reads articles that Word numbers by a list, whose text holds no 第一条", async () => {
    const level = (format: "chineseCounting" | "decimal", text: string, at: number) => ({
      level: at,
      format,
      text,
    });
    const item = (text: string, at: number) =>
      new Paragraph({ text, numbering: { reference: "articles", level: at } });
    const bytes = await Packer.toBuffer(
      new Document({
        numbering: {
          config: [
            {
              reference: "articles",
              levels: [
                level("chineseCounting", "第%1条", 0),
                level("chineseCounting", "（%2）", 1),
              ],
            },
          ],
        },
        sections: [
          {
            children: [
              new Paragraph("关于湖区协作的意见"),
              item("【目的依据】为加强协作，制定本意见。", 0),
              item("【线索移送】发现线索的：", 0),
              item("五个工作日内移送；", 1),
              item("书面说明理由。", 1),
              ...Array.from({ length: 9 }, (_, at) => item(`【条款${at}】内容`, 0)),
            ],
          },
        ],
      }),
    );
    const { id: fileId } = await upload(story.host.writer, "自动编号.docx", new Uint8Array(bytes));
    const read = await story.host.writer.call(importRoutes.readClauses, { body: { fileId } });
    expect(read.title).to.equal("关于湖区协作的意见");
    expect(read.clauses).to.have.length(11);
    expect(read.clauses.slice(0, 2).map(({ key, text }) => [key, text])).to.deep.equal([
      ["purpose_basis", "为加强协作，制定本意见。"],
      ["lead_transfer", "发现线索的：\n（一）五个工作日内移送；\n（二）书面说明理由。"],
    ]);
  });

  it("filters and pages a list under the reader's own rights, and counts it so", async () => {
    for (let at = 0; at < 3; at += 1) await circulated(story);
    const query = { box: "mine" as const, underWay: "true", limit: "2" };
    const first = await story.other.writer.call(agreementRoutes.list, { query });
    expect([first.rows.length, first.count.n]).to.deep.equal([2, 3]);
    const rest = await story.other.writer.call(agreementRoutes.list, {
      query: { ...query, cursor: first.next ?? "" },
    });
    expect([rest.rows.length, rest.next]).to.deep.equal([1, null]);
    const ids = [...first.rows, ...rest.rows].map((row) => row.id);
    expect(new Set(ids).size).to.equal(3);
    const partner = await story.host.writer.call(agreementRoutes.list, {
      query: { partnerId: TIANCHANG, field: "ECO", clause: "joint_patrol", inForce: "true" },
    });
    expect(partner.rows.length).to.be.above(0);
    const superior = await test.signIn(world.yangzhou.officers.chief);
    const below = await superior.call(agreementRoutes.list, { query: { box: "below" } });
    expect(below.rows.every((row) => row.side === "superior" && row.channelId === null)).to.equal(
      true,
    );
    expect(
      (await superior.call(agreementRoutes.list, { query: { box: "mine" } })).rows,
    ).to.deep.equal([]);
  });

  it("keeps readers that are those of the facts", async () => {
    const found = [];
    for await (const drift of audienceDrift(test.hub.store)) found.push(drift);
    expect(found).to.deep.equal([]);
  });
});
