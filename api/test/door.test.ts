import { meRoute } from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, type World } from "./world.ts";

describe("the door", () => {
  let test: TestHub;
  let world: World;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
  });
  after(() => test.stop());

  it("tells a visitor that nobody is signed in", async () => {
    await test.visitor().refused(meRoute, "signed_out");
  });

  it("knows the officer of a session", async () => {
    const chief = world.gaoyou.officers.chief;
    const me = await (await test.signIn(chief)).call(meRoute);
    expect(me.officer.id).to.equal(chief._id);
    expect(me.session.locked).to.equal(false);
  });
});
