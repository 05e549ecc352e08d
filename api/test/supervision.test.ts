import { listEntries, postMessageRoute } from "@hub/domain/channels/contract";
import { postMessage } from "@hub/domain/channels/commands";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { fileRoutes } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { expect } from "chai";
import { storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, GAOYOU, YANGZHOU, type World } from "./world.ts";

describe("an office above", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  let exchangeId: string;
  let channelId: string;
  let leadId: string;
  let leadChannelId: string;
  /** Lies on a message of the shared channel. */
  let fileId: string;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    await test.givePassword(world.gaoyou.officers.chief);
    exchangeId = await story.to("accepted");
    const exchange = await story.exchange(exchangeId);
    ({ leadId, leadChannelId } = exchange);
    channelId = exchange.channelId ?? "";
    const writer = await test.signIn(world.gaoyou.officers.prosecutor);
    ({ id: fileId } = await upload(writer, "网箱.png"));
    await writer.call(postMessageRoute, {
      params: { channelId },
      body: { text: "双方之间的话", files: [fileId] },
    });
    const inside = { id: newId(), text: "院内的话", files: [], mentions: [], inReplyTo: null };
    await postMessage(story.as.writer, leadChannelId, inside);
  });
  after(() => test.stop());

  const of = (office: keyof World, who: keyof World["yangzhou"]["officers"]): Promise<HubClient> =>
    test.signIn(world[office].officers[who]);
  const params = () => ({ exchangeId });
  const text = "扬检督办〔2026〕3号，请于月底前书面报告";

  /** What `who` gets of the words of both offices, of a file in them, and of what each office says inside. */
  async function hears(client: HubClient): Promise<string[]> {
    const asked = [
      await client.ask(listEntries, { params: { channelId } }),
      await client.ask(fileRoutes.get, { params: { fileId } }),
      await client.ask(listEntries, { params: { channelId: leadChannelId } }),
    ];
    return asked.map((one) => (one.ok ? "ok" : one.problem.code));
  }

  it("reads the formal record of its own subordinates' matters, and nothing that is said about them", async () => {
    for (const [office, who] of [
      ["yangzhou", "chief"],
      ["yangzhou", "liaison"],
      ["chuzhou", "deputy"],
    ] as const) {
      const client = await of(office, who);
      const view = await client.call(exchangeRoutes.get, { params: params() });
      expect([view.side, view.state, view.channelId]).to.deep.equal(["superior", "accepted", null]);
      expect(view.content?.title).to.equal("高邮湖非法网箱");
      expect(view.returns).to.deep.equal([]);
      expect(await hears(client), `${office} ${who}`).to.deep.equal(Array(3).fill("not_found"));
    }
    const lead = await (await of("yangzhou", "chief")).call(leadRoutes.get, { params: { leadId } });
    expect([lead.channelId, lead.values.opinion]).to.deep.equal([null, ""]);
    for (const who of ["prosecutor", "intake", "head"] as const)
      await (
        await of("yangzhou", who)
      ).refused(exchangeRoutes.get, "not_found", {
        params: params(),
      });
  });

  it("hears the words of both offices under a recorded 督办 that they see, and does not speak", async () => {
    const chief = await of("yangzhou", "chief");
    const view = await chief.call(exchangeRoutes.supervise, { params: params(), body: { text } });
    expect(view).to.deep.include({ channelId, side: "superior" });
    expect(view.can).to.include("end_supervision").and.not.include("supervise");
    for (const who of ["chief", "liaison"] as const)
      expect(await hears(await of("yangzhou", who)), who).to.deep.equal(["ok", "ok", "not_found"]);
    for (const [office, who] of [
      ["yangzhou", "prosecutor"],
      ["chuzhou", "chief"],
      ["baoying", "chief"],
    ] as const)
      expect(await hears(await of(office, who))).to.deep.equal(Array(3).fill("not_found"));
    const problem = await chief.refused(postMessageRoute, "forbidden", {
      params: { channelId },
      body: { text: "插一句" },
    });
    expect(problem.reason).to.equal("parties_only");
    for (const office of ["gaoyou", "tianchang"] as const) {
      const member = await of(office, "prosecutor");
      const { entries } = await member.call(listEntries, { params: { channelId } });
      expect(entries.at(-1)).to.include({ type: "exchange.supervised", office: YANGZHOU });
      const seen = await member.call(exchangeRoutes.get, { params: params() });
      expect(seen.supervisions).to.have.length(1);
      expect(seen.supervisions[0]).to.deep.include({ officeId: YANGZHOU, text, ended: null });
      expect(seen.knows.filter((one) => one.why === "supervising")).to.have.length(1);
    }
    await chief.refused(exchangeRoutes.supervise, "not_now", { params: params(), body: { text } });
  });

  it("supervises by its leaders alone, and no party or stranger does", async () => {
    const ask = async (office: keyof World, who: "chief" | "liaison" | "prosecutor") =>
      (await of(office, who)).ask(exchangeRoutes.supervise, { params: params(), body: { text } });
    const answers = [
      await ask("chuzhou", "liaison"),
      await ask("gaoyou", "chief"),
      await ask("tianchang", "chief"),
      await ask("baoying", "chief"),
    ].map((one) => (one.ok ? "done" : (one.problem.reason ?? one.problem.code)));
    expect(answers).to.deep.equal(["leader_only", "superior_only", "superior_only", "not_found"]);
    const draft = await story.to("issuing");
    expect(GAOYOU).to.equal((await story.exchange(draft)).fromOfficeId);
    const early = await (
      await of("yangzhou", "chief")
    ).ask(exchangeRoutes.supervise, {
      params: { exchangeId: draft },
      body: { text },
    });
    expect(early.status).to.equal(404);
  });

  it("hears nothing more once the 督办 has ended; its record stays", async () => {
    const chief = await of("yangzhou", "chief");
    const view = await chief.call(exchangeRoutes.endSupervision, { params: params(), body: {} });
    expect(view.channelId).to.equal(null);
    expect(view.supervisions[0]?.ended?.officeId).to.equal(YANGZHOU);
    for (const who of ["chief", "liaison"] as const)
      expect(await hears(await of("yangzhou", who))).to.deep.equal(Array(3).fill("not_found"));
    await chief.refused(exchangeRoutes.endSupervision, "not_now", { params: params(), body: {} });
    const { entries } = await (
      await of("gaoyou", "prosecutor")
    ).call(listEntries, { params: { channelId } });
    expect(entries.at(-1)?.type).to.equal("exchange.supervision_ended");
  });
});
