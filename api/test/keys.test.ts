import { newKeyPair } from "@hub/domain/kernel/sm2";
import { newId } from "@hub/domain/kernel/ids";
import { keyRoutes, type KeyView } from "@hub/domain/keys/contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { keyOf, proof } from "./key-story.ts";
import { aWorld, type World } from "./world.ts";

describe("signing keys", () => {
  let test: TestHub;
  let world: World;
  let chief: HubClient;
  let deputy: HubClient;
  let prosecutor: HubClient;
  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    const { officers } = world.gaoyou;
    for (const officer of [officers.chief, officers.deputy]) await test.givePassword(officer);
    [chief, deputy, prosecutor] = (await Promise.all(
      [officers.chief, officers.deputy, officers.prosecutor].map((one) => test.signIn(one)),
    )) as [HubClient, HubClient, HubClient];
  });
  after(() => test.stop());

  const made = async (client: HubClient, name: "chief" | "deputy" | "prosecutor") => {
    const body = keyOf(world.gaoyou.officers[name], newKeyPair());
    return (await client.call(keyRoutes.make, { body })).key;
  };
  const confirming = ({ id: keyId, fingerprint }: KeyView) => ({
    params: { keyId },
    body: { fingerprint, means: "in_person" as const, proof },
  });

  it("are made by their holder, and confirmed by the chief who compared the fingerprint", async () => {
    const key = await made(deputy, "deputy");
    expect(key).to.deep.include({ state: "pending", confirmed: null, can: ["revoke"] });
    const [seen] = (await chief.call(keyRoutes.list)).keys;
    expect(seen?.can).to.deep.equal(["confirm", "revoke"]);
    const wrong = {
      ...confirming(key),
      body: { ...confirming(key).body, fingerprint: "0".repeat(64) },
    };
    expect((await chief.refused(keyRoutes.confirm, "not_now", wrong)).reason).to.equal(
      "fingerprint_differs",
    );
    await chief.refused(keyRoutes.confirm, "bad_credentials", {
      ...confirming(key),
      body: { ...confirming(key).body, proof: { password: "not it at all" } },
    });
    const { key: confirmed } = await chief.call(keyRoutes.confirm, confirming(key));
    expect(confirmed.state).to.equal("confirmed");
    expect(confirmed.confirmed?.by.officerId).to.equal(world.gaoyou.officers.chief._id);
    expect((await deputy.call(keyRoutes.own)).key?.blob.kdf).to.equal("pbkdf2-sha256");
    expect((await chief.refused(keyRoutes.confirm, "not_now", confirming(key))).reason).to.equal(
      "key_state",
    );
  });

  it("of the chief are confirmed by another leader, never by himself", async () => {
    const key = await made(chief, "chief");
    expect((await chief.refused(keyRoutes.confirm, "forbidden", confirming(key))).reason).to.equal(
      "own_key",
    );
    const { key: confirmed } = await deputy.call(keyRoutes.confirm, confirming(key));
    expect(confirmed.confirmed?.by.officerId).to.equal(world.gaoyou.officers.deputy._id);
  });

  it("of the chief may rest on a paper that the liaison recorded, with its title and number", async () => {
    const key = await made(chief, "chief");
    await test.givePassword(world.gaoyou.officers.liaison);
    const liaison = await test.signIn(world.gaoyou.officers.liaison);
    const asked = confirming(key);
    expect((await liaison.refused(keyRoutes.confirm, "forbidden", asked)).reason).to.equal(
      "leader_only",
    );
    const paper = { ...asked, body: { ...asked.body, means: "paper" as const } };
    await liaison.refused(keyRoutes.confirm, "bad_input", paper);
    const basis = "《签署密钥确认单》高检密〔2026〕1号";
    const { key: confirmed } = await liaison.call(keyRoutes.confirm, {
      ...paper,
      body: { ...paper.body, basis },
    });
    expect(confirmed.confirmed).to.deep.include({ means: "paper", basis });
  });

  it("are replaced by the next one, whose passphrase is another", async () => {
    const first = await made(prosecutor, "prosecutor");
    const second = await made(prosecutor, "prosecutor");
    const { keys } = await prosecutor.call(keyRoutes.list);
    expect(keys.map(({ id, state }) => [id, state])).to.deep.equal([
      [second.id, "pending"],
      [first.id, "replaced"],
    ]);
    expect((await prosecutor.call(keyRoutes.own)).key?.id).to.equal(second.id);
  });

  it("are ended by their holder or by the chief, with a reason", async () => {
    const key = await made(prosecutor, "prosecutor");
    const asked = { params: { keyId: key.id }, body: { reason: "口令可能泄露" } };
    await deputy.refused(keyRoutes.revoke, "forbidden", asked);
    const { key: ended } = await chief.call(keyRoutes.revoke, asked);
    expect(ended).to.deep.include({ state: "revoked", can: [] });
    expect((await prosecutor.call(keyRoutes.own)).key).to.equal(null);
    await prosecutor.refused(keyRoutes.revoke, "not_now", asked);
  });

  it("must be shown to be in the maker's hands", async () => {
    const officer = world.gaoyou.officers.prosecutor;
    const mine = keyOf(officer, newKeyPair());
    for (const body of [
      { ...mine, possession: keyOf(officer, newKeyPair()).possession },
      { ...mine, id: newId() },
      keyOf(world.gaoyou.officers.deputy, newKeyPair()),
    ])
      await prosecutor.refused(keyRoutes.make, "bad_input", { body });
  });

  it("belong to one person: nobody registers another's public key", async () => {
    const pair = newKeyPair();
    const { officers } = world.gaoyou;
    await prosecutor.call(keyRoutes.make, { body: keyOf(officers.prosecutor, pair) });
    await deputy.refused(keyRoutes.make, "duplicate", { body: keyOf(officers.deputy, pair) });
  });

  it("are nobody's business in another office, and administrators have none", async () => {
    const key = await made(prosecutor, "prosecutor");
    await test.givePassword(world.tianchang.officers.chief);
    const stranger = await test.signIn(world.tianchang.officers.chief);
    await stranger.refused(keyRoutes.confirm, "not_found", confirming(key));
    await stranger.refused(keyRoutes.revoke, "not_found", {
      params: { keyId: key.id },
      body: { reason: "好奇" },
    });
    expect((await stranger.call(keyRoutes.list)).keys).to.deep.equal([]);
    const admin = await test.signIn(world.gaoyou.officers.systemAdmin);
    const body = keyOf(world.gaoyou.officers.systemAdmin, newKeyPair());
    await admin.refused(keyRoutes.make, "forbidden", { body });
    expect((await admin.call(keyRoutes.list)).keys).to.deep.equal([]);
  });
});
