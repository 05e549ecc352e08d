import { agreementRoutes as routes } from "@hub/domain/agreements/acts-contract";
import type { AgreementAct, AgreementView } from "@hub/domain/agreements/contract";
import { listEntries } from "@hub/domain/channels/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { addDays } from "@hub/domain/obligations/state";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { expect } from "chai";
import {
  approvedBy,
  aStory,
  circulated,
  drafted,
  frozen,
  frozenFrom,
  inForce,
  proposed,
  signedByAll,
  type Story,
} from "./agreement-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, type World } from "./world.ts";

const today = dayOf(new Date());
const tomorrow = addDays(today, 1);

describe("acts on an agreement, through the door", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  let host: Story["host"];
  let other: Story["other"];

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = await aStory(test, world);
    ({ host, other } = story);
  });
  after(() => test.stop());

  const of = (view: Pick<AgreementView, "id">) => ({ params: { agreementId: view.id } });
  const typesIn = async (client: HubClient, channelId: string | null): Promise<string[]> => {
    const page = await client.call(listEntries, { params: { channelId: channelId ?? "" } });
    return page.entries.map((one) => one.type);
  };
  const settled = async (over: Parameters<typeof circulated>[1] = {}): Promise<AgreementView> => {
    const { draft, ...view } = await circulated(story, over);
    const expects = draft?.revision ?? 0;
    return host.chief.call(routes.settle, { ...of(view), body: { expects } });
  };

  describe("党组会", () => {
    it("stops the chief's word until it passed, and is the own office's affair", async () => {
      const view = await settled();
      const digest = view.settled ?? "";
      const held = (result: "passed" | "not_passed", on = today) => ({
        ...of(view),
        body: { on, result },
      });
      await host.liaison.refused(routes.meeting, "bad_input", held("passed", tomorrow));
      const mine = await host.liaison.call(routes.meeting, held("not_passed"));
      expect([mine.approval?.meeting?.on, mine.approval?.meeting?.result]).to.deep.equal([
        today,
        "not_passed",
      ]);
      const theirs = await other.chief.call(routes.get, of(view));
      expect([theirs.approval?.meeting, theirs.version]).to.deep.equal([null, view.version]);
      expect(await typesIn(host.chief, mine.ownChannelId)).to.include("agreement.meeting_recorded");
      expect(await typesIn(other.chief, theirs.channelId)).not.to.include(
        "agreement.meeting_recorded",
      );
      for (const client of [host.head, host.deputy])
        await client.call(routes.approve, { ...of(view), body: { digest } });
      const word = { ...of(view), body: { digest } };
      const stopped = await host.chief.refused(routes.approve, "not_now", word);
      expect(stopped.reason).to.equal("meeting_did_not_pass");
      await host.liaison.call(routes.meeting, held("passed"));
      const agreed = await host.chief.call(routes.approve, word);
      expect(agreed.parties[0]?.approvedAt).to.be.a("string");
      await approvedBy(other, view.id);
      const { draft } = await host.chief.call(routes.get, of(view));
      const expects = draft?.revision ?? 0;
      await host.chief.call(routes.freeze, { ...of(view), body: { expects } });
      await host.liaison.refused(routes.meeting, "not_now", held("passed"));
    });
  });

  describe("报上级院", () => {
    it("is asked for by the text, and nothing is frozen before a superior agreed", async () => {
      const values = { title: "须报上级院", instrument: "opinion" as const, reports: true };
      const view = await settled({ values });
      const freeze = { ...of(view), body: { expects: view.draft?.revision ?? 0 } };
      await host.liaison.refused(routes.report, "not_now", { ...of(view), body: {} });
      await approvedBy(host, view.id);
      await approvedBy(other, view.id);
      const early = await host.chief.refused(routes.freeze, "not_now", freeze);
      expect(early.reason).to.equal("consent_missing");
      await other.liaison.refused(routes.report, "forbidden", { ...of(view), body: {} });
      const asked = await host.liaison.call(routes.report, { ...of(view), body: {} });
      expect(asked.state).to.equal("reporting");
      const [ours = "", theirs = ""] = asked.parties.map((one) => one.id);
      const consent = (partyId: string, on = today) => ({
        ...of(view),
        body: { partyId, superior: "扬州市人民检察院", number: "扬检函〔2026〕3号", on },
      });
      await other.writer.refused(routes.consent, "forbidden", consent(ours));
      await other.writer.refused(routes.consent, "bad_input", consent(theirs, tomorrow));
      const agreed = await other.writer.call(routes.consent, consent(theirs));
      expect(agreed.parties.map((one) => one.consent?.number ?? null)).to.deep.equal([
        null,
        "扬检函〔2026〕3号",
      ]);
      expect((await host.chief.call(routes.freeze, freeze)).state).to.equal("signing");
    });

    it("is gone with the text that comes back", async () => {
      const values = { title: "退回的", instrument: "opinion" as const, reports: true };
      const view = await settled({ values });
      await approvedBy(host, view.id);
      await approvedBy(other, view.id);
      const asked = await host.liaison.call(routes.report, { ...of(view), body: {} });
      const partyId = asked.parties[0]?.id ?? "";
      await host.writer.call(routes.consent, {
        ...of(view),
        body: { partyId, superior: "扬州市人民检察院", on: today },
      });
      const back = await other.chief.call(routes.sendBack, {
        ...of(view),
        body: { reason: "上级院要求修改" },
      });
      expect(back.state).to.equal("consulting");
      expect(back.parties.flatMap((one) => [one.approvedAt, one.consent])).to.deep.equal(
        back.parties.flatMap(() => [null, null]),
      );
    });

    it("is asked of a revision by its own text", async () => {
      const view = await inForce(story);
      const mine = await host.writer.call(routes.revise, { ...of(view), body: {} });
      const edited = await host.writer.call(routes.edit, {
        ...of(view),
        body: { expects: 1, values: { ...mine.values, reports: true } },
      });
      const expects = edited.draft?.revision ?? 0;
      const sent = await host.chief.call(routes.circulate, { ...of(view), body: { expects } });
      expect([sent.reports, sent.values.reports]).to.deep.equal([true, false]);
      const problem = await frozenFrom(story, sent).catch((thrown: Error) => thrown.message);
      expect(problem).to.contain("consent_missing");
      await host.liaison.call(routes.report, { ...of(view), body: {} });
    });
  });

  it("a revision takes effect as its own text says, and not as the older one did", async () => {
    const title = "自最后一方签署之日起";
    const view = await frozen(story, {
      values: { title, instrument: "opinion", effect: { from: "last_signature" } },
    });
    await signedByAll(story, view.id);
    const mine = await host.writer.call(routes.revise, { ...of(view), body: {} });
    const values = { ...mine.values, effect: { from: "issue" as const } };
    const edited = await host.writer.call(routes.edit, {
      ...of(view),
      body: { expects: 1, values },
    });
    const expects = edited.draft?.revision ?? 0;
    const sent = await host.chief.call(routes.circulate, { ...of(view), body: { expects } });
    await frozenFrom(story, sent);
    const signed = await signedByAll(story, view.id);
    expect([signed.state, signed.inForce?.number]).to.deep.equal(["sealing", 1]);
  });

  describe("related documents", () => {
    it("show the relation from both ends, once, and only what its reader may read", async () => {
      const [above, below] = [await inForce(story), await circulated(story)];
      const related = (agreementId: string | null, title = "") => ({
        ...of(below),
        body: { kind: "rules_under" as const, agreementId, title },
      });
      await other.liaison.refused(routes.relate, "forbidden", related(above.id));
      await host.liaison.call(routes.relate, related(above.id));
      const twice = await host.liaison.refused(routes.relate, "not_now", related(above.id));
      expect(twice.reason).to.equal("already_related");
      await host.liaison.refused(routes.relate, "bad_input", related(below.id));
      await host.liaison.refused(routes.relate, "bad_input", related(null));
      const hidden = await drafted({ ...story, host: other });
      await host.liaison.refused(routes.relate, "not_found", related(hidden.id));
      await host.liaison.call(routes.relate, related(null, "长江保护法"));
      const ends = async (view: AgreementView) =>
        (await other.writer.call(routes.get, of(view))).relations.map((one) => [
          one.direction,
          one.kind,
          one.agreementId ?? one.title,
        ]);
      expect(await ends(below)).to.deep.equal([
        ["to", "rules_under", above.id],
        ["to", "rules_under", "长江保护法"],
      ]);
      expect(await ends(above)).to.deep.equal([["from", "rules_under", below.id]]);
    });
  });

  describe("评估", () => {
    it("is recorded by the host with the day of the next, from which a revision begins", async () => {
      const view = await inForce(story);
      const held = (on: string, next: string | null) => ({
        ...of(view),
        body: { on, conclusion: "运行良好，继续施行", next },
      });
      await other.liaison.refused(routes.assess, "forbidden", held(today, null));
      await host.liaison.refused(routes.assess, "bad_input", held(tomorrow, null));
      await host.liaison.refused(routes.assess, "bad_input", held(today, today));
      const done = await host.liaison.call(routes.assess, held(today, "2099-01-01"));
      expect([done.assessOn, done.assessments.map((one) => one.on)]).to.deep.equal([
        "2099-01-01",
        [today],
      ]);
      const revised = await host.writer.call(routes.revise, { ...of(view), body: {} });
      expect(revised.draft?.values.assessOn).to.equal("2099-01-01");
    });
  });

  describe("a scanned original", () => {
    it("is added by the host from its own upload, for the parties to read", async () => {
      const view = await inForce(story);
      const { id: fileId } = await upload(host.liaison, "用印件.png");
      const scan = (id: string) => ({ ...of(view), body: { scan: { fileId: id, title: "正本" } } });
      await other.liaison.refused(routes.scan, "forbidden", scan(fileId));
      await host.writer.refused(routes.scan, "not_found", scan(fileId));
      const added = await host.liaison.call(routes.scan, scan(fileId));
      expect(added.scans.map((one) => [one.fileId, one.title])).to.deep.equal([[fileId, "正本"]]);
      const stranger = await test.signIn(world.baoying.officers.liaison);
      expect((await other.writer.fetch(`/api/files/${fileId}`)).status).to.equal(200);
      expect((await stranger.fetch(`/api/files/${fileId}`)).status).to.equal(404);
    });
  });

  describe("a proposal that is returned", () => {
    it("goes back to its drafter with the reason, from either desk, and nobody else hears of it", async () => {
      const view = await circulated(story);
      const clauseId = view.draft?.clauses[0]?.id ?? null;
      let proposal = await proposed(other, view.id, { op: "opinion", clauseId });
      const at = { params: { agreementId: view.id, proposalId: proposal.id } };
      const submit = async () => {
        const body = { expects: proposal.version };
        proposal = await other.writer.call(proposalRoutes.submit, { ...at, body });
      };
      const returned = (reason: string) => ({
        ...at,
        body: { expects: proposal.version, pass: false, reason },
      });
      await submit();
      await other.head.refused(proposalRoutes.review, "bad_input", returned(""));
      await other.writer.refused(proposalRoutes.review, "forbidden", returned("不能自己退"));
      proposal = await other.head.call(proposalRoutes.review, returned("请写明条款"));
      expect([proposal.state, proposal.returns.map((one) => one.reason)]).to.deep.equal([
        "draft",
        ["请写明条款"],
      ]);
      await submit();
      proposal = await other.head.call(proposalRoutes.review, {
        ...at,
        body: { expects: proposal.version, pass: true },
      });
      expect(proposal.state).to.equal("issuing");
      await other.head.refused(proposalRoutes.review, "forbidden", returned("已不在审核"));
      proposal = await other.chief.call(proposalRoutes.review, returned("暂不提出"));
      expect([proposal.state, proposal.returns.length]).to.deep.equal(["draft", 2]);
      const seen = await host.chief.call(proposalRoutes.list, {
        params: { agreementId: view.id },
      });
      expect(seen.proposals).to.deep.equal([]);
      const types = await typesIn(host.chief, view.channelId);
      expect(types.filter((one) => one.startsWith("proposal."))).to.deep.equal([]);
    });
  });

  for (const [act, state] of [
    ["abolish", "abolished"],
    ["terminate", "terminated"],
  ] as const)
    it(`${act} ends it by the host's word, on a day on which it held, with the reason for all to read`, async () => {
      const view = await inForce(story);
      const newer = act === "abolish" ? await inForce(story) : null;
      await host.writer.call(routes.revise, { ...of(view), body: {} });
      const end = (on = today) => ({
        ...of(view),
        body: { on, reason: "机构改革", byAgreementId: newer?.id ?? null },
      });
      await other.chief.refused(routes[act], "forbidden", end());
      await host.chief.refused(routes[act], "bad_input", end(tomorrow));
      await host.chief.refused(routes[act], "bad_input", end("2026-11-19"));
      const over = await host.chief.call(routes[act], end());
      expect([over.state, over.inForce, over.draft, over.ended?.reason]).to.deep.equal([
        state,
        null,
        null,
        "机构改革",
      ]);
      expect(over.versions.map((one) => [one.state, one.until])).to.deep.equal([["over", today]]);
      const still: AgreementAct[] = ["staff", "scan", "relate"];
      const theirs = await other.chief.call(routes.get, of(view));
      expect([...over.can, ...theirs.can].filter((one) => !still.includes(one))).to.deep.equal([]);
      expect(theirs.relations.map((one) => [one.direction, one.agreementId])).to.deep.equal(
        newer ? [["from", newer.id]] : [],
      );
      expect(await typesIn(other.chief, view.channelId)).to.include("agreement.ended");
      await host.chief.refused(routes[act], "not_now", end());
    });
});
