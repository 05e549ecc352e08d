import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { reopenText } from "@hub/domain/agreements/commands-sign";
import { newId } from "@hub/domain/kernel/ids";
import { newKeyPair, signSm2, type KeyPair } from "@hub/domain/kernel/sm2";
import { keyRoutes } from "@hub/domain/keys/contract";
import { delegateRoute } from "@hub/domain/delegations/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import { parseStatement } from "@hub/domain/signatures/checks";
import { CHALLENGE_MINUTES, type SigningView } from "@hub/domain/signatures/contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { confirmedKey, keyOf, proof } from "./key-story.ts";
import { frozenAgreement, type Frozen } from "./signing-story.ts";
import { upload } from "./uploads.ts";
import { aWorld, type World } from "./world.ts";

describe("co-signing", () => {
  let test: TestHub;
  let world: World;
  let host: HubClient;
  let partner: HubClient;
  let hostKey: KeyPair;
  let partnerKey: KeyPair;
  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    for (const { officers } of [world.gaoyou, world.tianchang])
      for (const officer of [officers.chief, officers.deputy, officers.liaison])
        await test.givePassword(officer);
    const [here, there] = [world.gaoyou.officers, world.tianchang.officers];
    hostKey = await confirmedKey(test, here.chief, here.deputy);
    partnerKey = await confirmedKey(test, there.chief, there.deputy);
    host = await test.signIn(here.chief);
    partner = await test.signIn(there.chief);
  });
  after(() => test.stop());

  const two = (values: Parameters<typeof frozenAgreement>[2] = {}): Promise<Frozen> =>
    frozenAgreement(test, [world.gaoyou, world.tianchang], values);
  const paramsOf = ({ agreementId }: Frozen) => ({ agreementId });
  const ask = (client: HubClient, frozen: Frozen, place: number) =>
    client.call(signatureRoutes.challenge, {
      params: paramsOf(frozen),
      body: { partyId: frozen.partyIds[place] ?? "" },
    });
  const signed = (challenge: { id: string; statement: string }, pair: KeyPair) => ({
    challengeId: challenge.id,
    signature: signSm2(Buffer.from(challenge.statement), pair),
    proof,
  });
  const sign = async (client: HubClient, frozen: Frozen, place: number, pair: KeyPair) =>
    client.call(signatureRoutes.sign, {
      params: paramsOf(frozen),
      body: signed(await ask(client, frozen, place), pair),
    });
  const states = ({ parties }: SigningView) => parties.map(({ state }) => state);

  it("says exactly what is signed, and takes effect with the last signature", async () => {
    const frozen = await two({ effect: { from: "last_signature" } });
    const challenge = await ask(host, frozen, 0);
    const view = await host.call(signatureRoutes.get, { params: paramsOf(frozen) });
    expect(parseStatement(challenge.statement)).to.deep.include({
      v: 1,
      agreement: frozen.agreementId,
      version: 1,
      versionHash: view.digest,
      role: "chief",
      anchor: view.anchor.hash,
    });
    const params = paramsOf(frozen);
    const first = await host.call(signatureRoutes.sign, {
      params,
      body: signed(challenge, hostKey),
    });
    expect([first.state, ...states(first)]).to.deep.equal(["open", "signed", "waits"]);
    const last = await sign(partner, frozen, 1, partnerKey);
    expect([last.state, ...states(last)]).to.deep.equal(["complete", "signed", "signed"]);
    const agreement = await test.hub.store.agreements.findById(frozen.agreementId).lean();
    expect(agreement?.state).to.equal("in_force");
    const { rows } = await partner.call(signatureRoutes.verify, { params });
    expect(rows.map(({ fails }) => fails)).to.deep.equal([[], []]);
  });

  it("sent twice is signed once", async () => {
    const frozen = await two();
    const body = { id: newId(), ...signed(await ask(host, frozen, 0), hostKey) };
    const params = paramsOf(frozen);
    await host.call(signatureRoutes.sign, { params, body });
    await host.call(signatureRoutes.sign, { params, body });
    const { agreementId } = frozen;
    expect(await test.hub.store.signatures.countDocuments({ agreementId })).to.equal(1);
  });

  describe("a copied link signs nothing", () => {
    let frozen: Frozen;
    let challenge: Awaited<ReturnType<typeof ask>>;
    beforeEach(async () => {
      frozen = await two();
      challenge = await ask(host, frozen, 0);
    });
    afterEach(async () => {
      const { agreementId } = frozen;
      expect(await test.hub.store.signatures.countDocuments({ agreementId })).to.equal(0);
    });
    const use = (client: HubClient, code: "not_found" | "not_now" | "bad_input", pair = hostKey) =>
      client.refused(signatureRoutes.sign, code, {
        params: paramsOf(frozen),
        body: signed(challenge, pair),
      });

    it("by another officer, whatever key he has", async () => {
      await use(partner, "not_found");
      await use(partner, "not_found", partnerKey);
      const deputy = await test.signIn(world.gaoyou.officers.deputy);
      await use(deputy, "not_found");
    });
    it("in another session of the very same officer", async () => {
      await use(await test.signIn(world.gaoyou.officers.chief), "not_found");
    });
    it("after ten minutes", async () => {
      const late = new Date(Date.now() - 1);
      const { challenges } = test.hub.store;
      const kept = await challenges.findById(challenge.id).lean();
      const minutes = (Date.parse(challenge.expiresAt) - Date.now()) / 60_000;
      expect(minutes).to.be.within(CHALLENGE_MINUTES - 0.5, CHALLENGE_MINUTES);
      expect(kept?.expiresAt.toISOString()).to.equal(challenge.expiresAt);
      await challenges.updateOne({ _id: challenge.id }, { $set: { expiresAt: late } });
      expect((await use(host, "not_now")).reason).to.equal("challenge_expired");
    });
    it("with another key than the officer's own", async () => {
      await use(host, "bad_input", newKeyPair());
    });
    it("for another agreement", async () => {
      const other = await two();
      await host.refused(signatureRoutes.sign, "not_found", {
        params: paramsOf(other),
        body: signed(challenge, hostKey),
      });
    });
  });

  it("uses what it asked once", async () => {
    const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang, world.baoying]);
    const challenge = await ask(host, frozen, 0);
    const params = paramsOf(frozen);
    await host.call(signatureRoutes.sign, { params, body: signed(challenge, hostKey) });
    const again = { params, body: signed(challenge, hostKey) };
    const { reason } = await host.refused(signatureRoutes.sign, "not_now", again);
    expect(reason).to.equal("challenge_used");
  });

  it("asks once more who is there", async () => {
    const frozen = await two();
    const challenge = await ask(host, frozen, 0);
    const params = paramsOf(frozen);
    const body = { ...signed(challenge, hostKey), proof: { password: "a wrong guess" } };
    await host.refused(signatureRoutes.sign, "bad_credentials", { params, body });
    await host.call(signatureRoutes.sign, { params, body: signed(challenge, hostKey) });
  });

  it("is for the chief, or for whom he delegated in writing; the statement says so", async () => {
    const frozen = await two();
    const partyId = frozen.partyIds[0] ?? "";
    const asked = { params: paramsOf(frozen), body: { partyId } };
    const officer = world.gaoyou.officers.deputy;
    const deputy = await test.signIn(officer);
    const { reason } = await deputy.refused(signatureRoutes.challenge, "forbidden", asked);
    expect(reason).to.equal("not_a_signer");
    const basis = "高检委〔2026〕5号";
    const from = dayOf(new Date());
    await host.call(delegateRoute, {
      body: { delegateId: officer._id, acts: ["cosign"], from, until: from, basis },
    });
    expect((await deputy.refused(signatureRoutes.challenge, "not_now", asked)).reason).to.equal(
      "no_key",
    );
    const pair = newKeyPair();
    const { key } = await deputy.call(keyRoutes.make, { body: keyOf(officer, pair) });
    expect((await deputy.refused(signatureRoutes.challenge, "not_now", asked)).reason).to.equal(
      "key_not_confirmed",
    );
    const { fingerprint } = key;
    await host.call(keyRoutes.confirm, {
      params: { keyId: key.id },
      body: { fingerprint, means: "in_person", proof },
    });
    const challenge = await deputy.call(signatureRoutes.challenge, asked);
    expect(parseStatement(challenge.statement)?.role).to.match(/受.+委托/);
    const body = signed(challenge, pair);
    const view = await deputy.call(signatureRoutes.sign, { params: asked.params, body });
    expect(view.parties[0]?.signature).to.deep.include({ mode: "online", basis });
  });

  it("keeps the order where the text asks for it", async () => {
    const frozen = await two({ inOrder: true });
    const params = paramsOf(frozen);
    const view = await partner.call(signatureRoutes.get, { params });
    expect(states(view)).to.deep.equal(["waits", "ahead"]);
    const body = { partyId: frozen.partyIds[1] ?? "" };
    const { reason } = await partner.refused(signatureRoutes.challenge, "not_now", {
      params,
      body,
    });
    expect(reason).to.equal("not_in_turn");
    await sign(host, frozen, 0, hostKey);
    await sign(partner, frozen, 1, partnerKey);
  });

  it("signs for one's own office alone", async () => {
    const frozen = await two();
    const body = { partyId: frozen.partyIds[1] ?? "" };
    const params = paramsOf(frozen);
    const { reason } = await host.refused(signatureRoutes.challenge, "forbidden", { params, body });
    expect(reason).to.equal("other_office");
    const stranger = await test.signIn(world.baoying.officers.chief);
    await stranger.refused(signatureRoutes.challenge, "not_found", { params, body });
  });

  it("tells all parties of a 暂不会签 with its opinion, and goes on", async () => {
    const frozen = await two();
    const params = paramsOf(frozen);
    const opinion = "第三条的频次须再商量";
    const body = { partyId: frozen.partyIds[1] ?? "", opinion };
    await partner.call(signatureRoutes.decline, { params, body });
    const seen = await host.call(signatureRoutes.get, { params });
    expect(seen.parties[1]).to.deep.include({ state: "declined" });
    expect(seen.parties[1]?.declines.map((one) => one.opinion)).to.deep.equal([opinion]);
    await sign(host, frozen, 0, hostKey);
    const last = await sign(partner, frozen, 1, partnerKey);
    expect(last.state).to.equal("complete");
    expect(last.parties[1]?.declines).to.have.length(1);
  });

  it("is void with everything that was signed once the text is reopened", async () => {
    const frozen = await two();
    const params = paramsOf(frozen);
    await sign(host, frozen, 0, hostKey);
    const challenge = await ask(partner, frozen, 1);
    const ctx = test.ctxOf(world.gaoyou.officers.chief);
    await reopenText(ctx, frozen.agreementId, { id: newId(), reason: "第三条有误" });
    const body = signed(challenge, partnerKey);
    const { reason } = await partner.refused(signatureRoutes.sign, "not_now", { params, body });
    expect(reason).to.equal("not_being_signed");
    expect((await host.call(signatureRoutes.get, { params })).state).to.equal("void");
    const { rows } = await host.call(signatureRoutes.verify, { params });
    expect(rows.map(({ fails }) => fails)).to.deep.equal([["standing"]]);
    const signing = await test.hub.store.signings
      .findOne({ agreementId: frozen.agreementId })
      .lean();
    expect(signing?.waiting).to.deep.equal([]);
  });

  it("finds a signature, a key or a text that was changed in the store", async () => {
    const frozen = await two();
    await sign(host, frozen, 0, hostKey);
    const { agreementId } = frozen;
    const { signatures, agreementVersions } = test.hub.store;
    const row = await signatures.findOne({ agreementId }).lean();
    const version = await agreementVersions.findOne({ agreementId }).lean();
    if (!row?.online || !version?.canonical) throw new TypeError("unreachable");
    const fails = async () =>
      (await host.call(signatureRoutes.verify, { params: { agreementId } })).rows[0]?.fails;
    const put = (change: Record<string, string>) =>
      signatures.updateOne({ _id: row._id }, { $set: { online: { ...row.online, ...change } } });
    const { statement } = row.online;
    await put({ statement: statement.replace('"role":"chief"', '"role":"clerk"') });
    expect(await fails()).to.deep.equal(["signature"]);
    await put({ publicKey: newKeyPair().publicKey });
    expect(await fails()).to.deep.equal(["signature", "key"]);
    await put({});
    const other = version.canonical.replace("湖区", "河区");
    await agreementVersions.updateOne({ _id: version._id }, { $set: { canonical: other } });
    expect(await fails()).to.deep.equal(["text"]);
  });

  describe("on paper", () => {
    const paper = async (client: HubClient, frozen: Frozen, place: number) => {
      const { id: fileId } = await upload(client, "签章页.png");
      const partyId = frozen.partyIds[place] ?? "";
      const written = { signedBy: "李某", role: "检察长", signedOn: dayOf(new Date()) };
      const view = await client.call(signatureRoutes.recordPaper, {
        params: paramsOf(frozen),
        body: { partyId, fileId, ...written },
      });
      return { view, body: { partyId, fileId, proof } };
    };

    it("is recorded by one and confirmed by another; beside a signature it completes", async () => {
      const frozen = await two();
      const params = paramsOf(frozen);
      await sign(host, frozen, 0, hostKey);
      const liaison = await test.signIn(world.tianchang.officers.liaison);
      const { view, body } = await paper(liaison, frozen, 1);
      expect([view.state, ...states(view)]).to.deep.equal(["open", "signed", "recorded"]);
      const own = await liaison.refused(signatureRoutes.confirmPaper, "forbidden", {
        params,
        body,
      });
      expect(own.reason).to.equal("own_paper");
      await host.refused(signatureRoutes.confirmPaper, "forbidden", { params, body });
      const done = await partner.call(signatureRoutes.confirmPaper, { params, body });
      expect([done.state, ...states(done)]).to.deep.equal(["complete", "signed", "signed"]);
      const { rows } = await host.call(signatureRoutes.verify, { params });
      expect(rows.map(({ mode, fails }) => [mode, fails])).to.deep.equal([
        ["online", []],
        ["paper", []],
      ]);
    });

    it("of a party without an account is the host's to record and confirm", async () => {
      const frozen = await frozenAgreement(test, [world.gaoyou, "宝应湖管理处"]);
      const params = paramsOf(frozen);
      await sign(host, frozen, 0, hostKey);
      const liaison = await test.signIn(world.gaoyou.officers.liaison);
      const { body } = await paper(liaison, frozen, 1);
      const done = await host.call(signatureRoutes.confirmPaper, { params, body });
      expect(done.state).to.equal("complete");
    });

    it("that does not agree with the original is set aside with the reason", async () => {
      const frozen = await two();
      const params = paramsOf(frozen);
      const liaison = await test.signIn(world.tianchang.officers.liaison);
      const { body } = await paper(liaison, frozen, 1);
      const { partyId, fileId } = body;
      const reason = "缺第二页";
      const back = await partner.call(signatureRoutes.rejectPaper, {
        params,
        body: { partyId, fileId, reason },
      });
      expect(states(back)).to.deep.equal(["waits", "waits"]);
      expect(back.parties[1]?.rejections.map((one) => one.reason)).to.deep.equal([reason]);
      await partner.refused(signatureRoutes.confirmPaper, "not_now", { params, body });
      expect((await partner.call(agreementRoutes.get, { params })).scans).to.deep.equal([]);
      await paper(liaison, frozen, 1);
      expect((await partner.call(agreementRoutes.get, { params })).scans).to.have.length(1);
    });
  });

  it("has deadlines that the host sets, extends and takes back", async () => {
    const frozen = await two();
    const params = paramsOf(frozen);
    const partyId = frozen.partyIds[1] ?? "";
    const day = (ahead: number) => dayOf(new Date(Date.now() + ahead * 86_400_000));
    const set = { params, body: { partyId, deadline: day(10) } };
    await partner.refused(signatureRoutes.setDeadline, "forbidden", set);
    const view = await host.call(signatureRoutes.setDeadline, set);
    expect(view.parties[1]).to.deep.include({ deadline: day(10), overdueDays: 0 });
    await host.refused(signatureRoutes.setDeadline, "bad_input", {
      params,
      body: { partyId, deadline: day(-2) },
    });
    const none = { params, body: { partyId, deadline: null } };
    const { agreementId } = frozen;
    const nextAt = async () =>
      (await test.hub.store.signings.findOne({ agreementId }).lean())?.nextAt ?? null;
    expect(await nextAt()).to.be.an.instanceOf(Date);
    await host.call(signatureRoutes.setDeadline, none);
    expect(await nextAt()).to.equal(null);
  });
});
