import { hash } from "@node-rs/argon2";
import { HubError } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { signSm2, type KeyPair } from "@hub/domain/kernel/sm2";
import { askChallenge, signAgreement } from "@hub/domain/signatures/commands-sign";
import type { Ctx } from "@hub/domain/store/hub";
import { expect } from "chai";
import { startTestHub, TEST_PASSWORD, type TestHub } from "./hub-client.ts";
import { confirmedKey, proof } from "./key-story.ts";
import { aSecondProcess, expectWholeChains, inLanes, type SecondProcess } from "./races.ts";
import { frozenAgreement, type Frozen } from "./signing-story.ts";
import { aWorld, type World } from "./world.ts";

const RACES = 1_000;
/** Each officer has five guesses at his password under way at most (sessions/attempts.ts). */
const LANES = 4;

describe("two last signers in the same moment", function () {
  this.timeout(900_000);
  let test: TestHub;
  let world: World;
  let second: SecondProcess;
  let signers: readonly [{ ctx: Ctx; pair: KeyPair }, { ctx: Ctx; pair: KeyPair }];

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    // The proof is asked two thousand times: a hash of the least cost, which names its own parameters.
    const passwordHash = await hash(TEST_PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    const pairs: KeyPair[] = [];
    for (const { officers } of [world.gaoyou, world.tianchang]) {
      for (const officer of [officers.chief, officers.deputy]) {
        await test.givePassword(officer);
        await test.hub.store.credentials.updateOne(
          { _id: officer._id },
          { $set: { passwordHash } },
        );
      }
      pairs.push(await confirmedKey(test, officers.chief, officers.deputy));
    }
    second = await aSecondProcess(test);
    const [one, two] = pairs;
    if (!one || !two) throw new TypeError("unreachable");
    signers = [
      { ctx: test.ctxOf(world.gaoyou.officers.chief), pair: one },
      { ctx: second.at(test.ctxOf(world.tianchang.officers.chief)), pair: two },
    ];
  });
  after(async () => {
    await second.stop();
    await test.stop();
  });

  /** Everything but the last step: both have their challenge and their signature in hand. */
  async function armed({ agreementId, partyIds }: Frozen): Promise<(() => Promise<void>)[]> {
    return Promise.all(
      signers.map(async ({ ctx, pair }, place) => {
        const partyId = partyIds[place] ?? "";
        const { id: challengeId, statement } = await askChallenge(ctx, "here", {
          agreementId,
          partyId,
        });
        const signature = signSm2(Buffer.from(statement), pair);
        const input = { agreementId, id: newId(), challengeId, signature, proof };
        return () => signAgreement(ctx, "here", input);
      }),
    );
  }

  it(`take effect exactly once (${RACES} races)`, async () => {
    let last = [0, 0];
    const race = async () => {
      const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang], {
        effect: { from: "last_signature" },
      });
      const signs = await armed(frozen);
      await Promise.all(signs.map((go) => go()));
      const { agreementId, channelId, partyIds } = frozen;
      const { store } = test.hub;
      const [agreement, signing, rows, types] = await Promise.all([
        store.agreements.findById(agreementId).lean(),
        store.signings.findOne({ agreementId }).lean(),
        store.signatures.find({ agreementId }).lean(),
        store.entries.find({ channelId }).sort({ seq: 1 }).lean(),
      ]);
      expect(agreement?.state).to.equal("in_force");
      expect(agreement?.version, "one change, by the last one").to.equal(2);
      expect(signing?.completedAt).to.be.an.instanceOf(Date);
      expect(rows.map((row) => row.partyId)).to.have.members(partyIds);
      expect(types.map((entry) => entry.type)).to.deep.equal([
        "agreement.frozen",
        "signature.made",
        "signature.made",
        "agreement.all_signed",
        "agreement.in_force",
      ]);
      last = last.map((won, place) => won + Number(signing?.signed[1] === partyIds[place]));
    };
    await inLanes(
      Array.from({ length: RACES }, (_, nth) => nth),
      race,
      LANES,
    );
    expect(last[0], "either may be the last").to.be.within(1, RACES - 1);
    await expectWholeChains(test);
  });

  it("of one party that signs twice at once, one signs", async () => {
    for (let round = 0; round < 20; round += 1) {
      const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
      const [mine] = signers;
      const asked = { agreementId: frozen.agreementId, partyId: frozen.partyIds[0] ?? "" };
      const ended = await Promise.all(
        [mine.ctx, second.at(mine.ctx)].map(async (ctx) => {
          const { id: challengeId, statement } = await askChallenge(ctx, "here", asked);
          const signature = signSm2(Buffer.from(statement), mine.pair);
          const input = { ...asked, id: newId(), challengeId, signature, proof };
          return signAgreement(ctx, "here", {
            agreementId: input.agreementId,
            id: input.id,
            challengeId,
            signature,
            proof,
          }).then(
            () => "done",
            (thrown: unknown) => {
              if (thrown instanceof HubError) return thrown.detail.reason ?? thrown.code;
              throw thrown;
            },
          );
        }),
      );
      expect(ended.toSorted()).to.deep.equal(["already_signed", "done"]);
      const { agreementId } = frozen;
      expect(await test.hub.store.signatures.countDocuments({ agreementId })).to.equal(1);
    }
  });
});
