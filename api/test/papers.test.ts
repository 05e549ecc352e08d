import { Box, exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { withdrawExchange } from "@hub/domain/exchanges/commands-issue";
import { newId } from "@hub/domain/kernel/ids";
import type { EntryDoc } from "@hub/domain/journal/model";
import { officeLogId } from "@hub/domain/offices/contract";
import { RECEIPT_LIMITS } from "@hub/domain/papers/words";
import { expect } from "chai";
import ExcelJS from "exceljs";
import { pagesOf } from "../../domain/test/pdf-text.ts";
import { storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, type World } from "./world.ts";

describe("papers through the door", function () {
  this.timeout(60_000);
  let test: TestHub;
  let world: World;
  let story: Story;
  let sender: HubClient;
  let receiver: HubClient;
  let colleague: HubClient;
  let stranger: HubClient;
  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    await test.givePassword(world.gaoyou.officers.chief);
    story = storyOf(test, world);
    sender = await test.signIn(world.gaoyou.officers.prosecutor);
    receiver = await test.signIn(world.tianchang.officers.intake);
    colleague = await test.signIn(world.gaoyou.officers.outsider);
    stranger = await test.signIn(world.baoying.officers.chief);
  });
  after(() => test.stop());

  async function printed(by: HubClient, path: string): Promise<string> {
    const answer = await by.fetch(`/api${path}`);
    expect(answer.status, path).to.equal(200);
    expect(answer.headers.get("content-type")).to.equal("application/pdf");
    expect(answer.headers.get("content-disposition")).to.match(/^inline; filename=/);
    return (await pagesOf(new Uint8Array(await answer.arrayBuffer()))).join("");
  }
  const codeOf = async (by: HubClient, path: string): Promise<string> => {
    const answer = await by.fetch(`/api${path}`);
    if (answer.ok) return "ok";
    return ((await answer.json()) as { code: string }).code;
  };
  const logOf = (officeId: string) =>
    test.hub.store.entries
      .find({
        channelId: officeLogId(officeId),
        type: { $in: ["paper.printed", "ledger.exported", "ledger.exchanges_exported"] },
      })
      .sort({ seq: 1 })
      .lean<EntryDoc[]>();

  it("prints the notice of a draft for the sender's people alone", async () => {
    const id = await story.to("draft");
    const text = await printed(sender, `/exchanges/${id}/papers/notice`);
    expect(text)
      .to.contain("移送案件线索通知书")
      .and.contain("工作稿")
      .and.contain("巡湖发现网箱十八个")
      .and.contain("内容未经签发");
    expect(text).not.to.contain("拟移送天长").and.not.to.contain("益心为公");
    for (const other of [receiver, colleague, stranger])
      expect(await codeOf(other, `/exchanges/${id}/papers/notice`)).to.equal("not_found");
  });

  it("prints notice, receipt and list for both sides once it arrived and was signed for", async () => {
    const id = await story.to("arrived");
    expect(await codeOf(sender, `/exchanges/${id}/papers/receipt`)).to.equal("not_now");
    await story.sign(id);
    const { digest, receipt } = await story.exchange(id);
    for (const side of [sender, receiver]) {
      const text = await printed(side, `/exchanges/${id}/papers/receipt`);
      expect(text).to.contain(receipt?.by.name).and.contain(digest).and.contain(RECEIPT_LIMITS);
      expect(await printed(side, `/exchanges/${id}/papers/notice`)).to.contain(digest);
      expect(await printed(side, `/exchanges/${id}/papers/materials`)).to.contain("材料清单");
    }
    for (const other of [colleague, stranger])
      for (const paper of ["notice", "receipt", "materials"])
        expect(await codeOf(other, `/exchanges/${id}/papers/${paper}`)).to.equal("not_found");
  });

  it("leaves the receipt, and nothing else, of what the sender took back", async () => {
    const id = await story.to("signed");
    await withdrawExchange(story.as.chief, id, { id: newId(), reason: "录入有误" });
    const text = await printed(receiver, `/exchanges/${id}/papers/receipt`);
    expect(text).to.contain("已由发送单位撤回").and.not.contain("高邮湖非法网箱");
    expect(await codeOf(receiver, `/exchanges/${id}/papers/notice`)).to.equal("not_now");
  });

  it("prints the sheet and the list of a lead without naming who reported it", async () => {
    const leadId = await story.lead();
    const text = await printed(sender, `/leads/${leadId}/papers/sheet`);
    expect(text).to.contain("线索登记表").and.contain("拟移送天长").and.not.contain("益心为公");
    expect(await printed(sender, `/leads/${leadId}/papers/materials`)).to.contain("没有材料");
    for (const other of [receiver, colleague, stranger])
      for (const paper of ["sheet", "materials"])
        expect(await codeOf(other, `/leads/${leadId}/papers/${paper}`)).to.equal("not_found");
  });

  it("shows a superior the record without the office's own opinion", async () => {
    const leadId = await story.lead();
    const superior = await test.signIn(world.yangzhou.officers.chief);
    const text = await printed(superior, `/leads/${leadId}/papers/sheet`);
    expect(text).to.contain("巡湖发现网箱").and.not.contain("拟移送天长");
  });

  it("notes in the office's log what was printed, by ids alone", async () => {
    const before = (await logOf(world.gaoyou.id)).length;
    const leadId = await story.lead();
    await printed(sender, `/leads/${leadId}/papers/sheet`);
    expect(await codeOf(stranger, `/leads/${leadId}/papers/sheet`)).to.equal("not_found");
    const log = (await logOf(world.gaoyou.id)).slice(before);
    expect(log.map((entry) => entry.body)).to.deep.equal([
      { paper: "lead_sheet", matterId: leadId },
    ]);
    expect(log[0]?.actor).to.equal(world.gaoyou.officers.prosecutor._id);
    expect(await logOf(world.baoying.id)).to.deep.equal([]);
  });

  describe("the ledger", () => {
    async function ledger(by: HubClient, query: string, of = "leads"): Promise<string[][]> {
      const answer = await by.fetch(`/api/ledgers/${of}?${query}`);
      expect(answer.status).to.equal(200);
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(await answer.arrayBuffer());
      const rows: string[][] = [];
      book.worksheets[0]?.eachRow((row) => {
        rows.push((row.values as unknown[]).slice(1).map(String));
      });
      return rows;
    }

    it("holds exactly the leads of the list, in its order and under its predicate", async () => {
      const marked = `台账${Date.now()}号湖`;
      for (const n of [1, 2, 3]) await story.lead({ title: `${marked}${n}` });
      const query = "columns=number&columns=title&columns=state";
      const titles = (rows: string[][]) =>
        rows.slice(3).flatMap(([, , title = ""]) => (title.startsWith(marked) ? [title] : []));
      const mine = await ledger(sender, query);
      expect(titles(mine)).to.deep.equal([3, 2, 1].map((n) => `${marked}${n}`));
      expect(mine[2]).to.deep.equal(["序号", "编号", "标题", "状态"]);
      expect(mine[1]?.[0]).to.contain(world.gaoyou.officers.prosecutor.name);
      for (const other of [colleague, stranger, receiver])
        expect(titles(await ledger(other, query))).to.deep.equal([]);
      expect((await ledger(sender, `${query}&state=filed`)).length).to.equal(3);
      const last = (await logOf(world.gaoyou.id)).findLast((one) => one.type === "ledger.exported");
      expect(last?.body).to.deep.equal({ rows: 0, columns: ["number", "title", "state"] });
    });

    it("refuses columns that there are not", async () => {
      for (const of of ["leads", "exchanges"]) {
        const answer = await sender.fetch(`/api/ledgers/${of}?columns=reporter`);
        expect(answer.status, of).to.equal(400);
      }
    });

    it("holds exactly the exchanges of each box, for those who may read them", async () => {
      const marked = `往来${Date.now()}号湖`;
      await story.to("draft", { leadId: await story.lead({ title: `${marked}1` }) });
      await story.to("accepted", {
        leadId: await story.lead({ title: `${marked}2` }),
      });
      const gone = await story.to("signed", { leadId: await story.lead({ title: `${marked}3` }) });
      await withdrawExchange(story.as.chief, gone, { id: newId(), reason: "录入有误" });
      const ofBox = async (by: HubClient, box: string): Promise<string[]> => {
        const list = await by.call(exchangeRoutes.list, {
          query: { box: Box.parse(box), limit: 200 },
        });
        const rows = (
          await ledger(by, `box=${box}&columns=title&columns=state`, "exchanges")
        ).slice(3);
        expect(rows.length, `${box} as the list`).to.equal(list.rows.length);
        expect(
          rows.map(([, title]) => title),
          `${box} in its order`,
        ).to.deep.equal(list.rows.map((row) => row.title || "（已由发送单位撤回）"));
        return rows.flatMap(([, title = "", state = ""]) =>
          title.startsWith(marked) ? [`${title.slice(marked.length)} ${state}`] : [],
        );
      };
      expect(await ofBox(sender, "drafts")).to.deep.equal(["1 拟稿"]);
      expect(await ofBox(sender, "sent")).to.deep.equal(["3 已撤回", "2 已受理"]);
      expect(await ofBox(sender, "withdrawn")).to.deep.equal(["3 已撤回"]);
      expect(await ofBox(receiver, "inbox")).to.deep.equal(["2 已受理"]);
      expect(
        (await ledger(receiver, "box=withdrawn&columns=title", "exchanges")).flat(),
      ).to.include("（已由发送单位撤回）");
      for (const other of [colleague, stranger])
        for (const box of Box.options) expect(await ofBox(other, box), box).to.deep.equal([]);
      const last = (await logOf(world.tianchang.id)).findLast(
        (one) => one.actor === world.tianchang.officers.intake._id,
      );
      expect(last?.type).to.equal("ledger.exchanges_exported");
      expect(last?.body).to.include({ box: "withdrawn" });
    });
  });
});
