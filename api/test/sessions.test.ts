import * as contract from "@hub/domain/sessions/contract";
import type { Clock } from "@hub/domain/kernel/clock";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { changeOfficeRoute, directoryRoute } from "@hub/domain/offices/contract";
import { hashPassword } from "@hub/domain/sessions/password";
import { stepUp } from "@hub/domain/sessions/step-up";
import { expect } from "chai";
import { generateSync } from "otplib";
import { startTestHub, TEST_PASSWORD, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

/** A clock that a test moves on; it begins at the real time, because cookies and records of Redis live by that. */
const aClock = (): Clock & { passMinutes(minutes: number): void } => {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    passMinutes: (minutes) => {
      ahead += minutes * 60_000;
    },
  };
};

describe("sessions", () => {
  let test: TestHub;
  let world: World;
  let clock: ReturnType<typeof aClock>;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    for (const office of [world.gaoyou, world.tianchang, world.baoying])
      for (const officer of Object.values(office.officers)) await test.givePassword(officer);
  });
  beforeEach(() => {
    clock = aClock();
    test.hub.clock = clock;
  });
  after(() => test.stop());

  const signIn = (client: HubClient, officer: OfficerDoc, password = TEST_PASSWORD) =>
    client.ask(contract.signInRoute, { body: { account: officer.account, password } });
  const signedIn = async (officer: OfficerDoc): Promise<HubClient> => {
    const client = test.visitor();
    expect(await signIn(client, officer)).to.include({ ok: true, status: 201 });
    return client;
  };
  const codeFor = (secret: string): string =>
    generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) });
  const enrolled = async (officer: OfficerDoc) => {
    const client = await signedIn(officer);
    const { secret, uri } = await client.call(contract.beginEnrolmentRoute);
    expect(uri).to.match(/^otpauth:\/\/totp\//);
    const { recoveryCodes } = await client.call(contract.confirmEnrolmentRoute, {
      body: { code: codeFor(secret) },
    });
    return { client, secret, recoveryCodes };
  };

  describe("signing in", () => {
    it("opens the door with account and password, and renews the session's id", async () => {
      const client = await signedIn(world.gaoyou.officers.chief);
      const before = client.cookies.get("tongzhou.sid");
      const me = await client.call(contract.meRoute);
      expect(me.officer.id).to.equal(world.gaoyou.officers.chief._id);
      expect(me.session.needs).to.deep.equal([]);
      await signIn(client, world.gaoyou.officers.chief);
      expect(client.cookies.get("tongzhou.sid")).to.not.equal(before);
    });

    it("keeps of a password only its argon2id, salted anew, with OWASP's cost at least", async () => {
      const hashes = await Promise.all([hashPassword(TEST_PASSWORD), hashPassword(TEST_PASSWORD)]);
      for (const one of hashes) expect(one).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(hashes[0]).to.not.equal(hashes[1]);
    });

    it("answers a wrong password and an unknown account alike", async () => {
      const wrong = await signIn(test.visitor(), world.gaoyou.officers.clerk, "wrong");
      const unknown = await test
        .visitor()
        .ask(contract.signInRoute, { body: { account: "nobody.here", password: "wrong" } });
      if (wrong.ok || unknown.ok) throw new Error("let in");
      expect(unknown.problem).to.deep.equal(wrong.problem);
      expect(wrong.problem.code).to.equal("bad_credentials");
    });

    it("locks an account after five wrong ones and frees it after 15 minutes", async () => {
      const officer = world.gaoyou.officers.assistant;
      for (let tried = 0; tried < 5; tried += 1)
        expect((await signIn(test.visitor(), officer, "wrong")).status).to.equal(401);
      const locked = await signIn(test.visitor(), officer);
      if (locked.ok) throw new Error("let in");
      expect(locked.problem.code).to.equal("account_locked");
      expect(Number(locked.headers.get("retry-after"))).to.be.within(800, 900);
      clock.passMinutes(14);
      expect((await signIn(test.visitor(), officer)).status).to.equal(423);
      clock.passMinutes(1.1);
      expect((await signIn(test.visitor(), officer)).status).to.equal(201);
    });

    it("lets no more than five guesses through, however many come at once", async () => {
      const officer = world.gaoyou.officers.outsider;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => signIn(test.visitor(), officer, "wrong")),
      );
      expect(answers.filter((one) => one.status === 401)).to.have.length(5);
      expect(answers.filter((one) => one.status === 423)).to.have.length(15);
    });

    it("locks unknown accounts just the same", async () => {
      const statuses: number[] = [];
      for (let tried = 0; tried < 6; tried += 1) {
        const body = { account: "no.such.account", password: "x" };
        statuses.push((await test.visitor().ask(contract.signInRoute, { body })).status);
      }
      expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 423]);
    });

    it("forgets the wrong ones after a right one", async () => {
      const officer = world.gaoyou.officers.head;
      for (let round = 0; round < 2; round += 1) {
        for (let tried = 0; tried < 4; tried += 1) await signIn(test.visitor(), officer, "wrong");
        expect((await signIn(test.visitor(), officer)).status).to.equal(201);
      }
    });

    it("makes an initial password be changed before anything else", async () => {
      const officer = world.gaoyou.officers.intake;
      await test.hub.store.credentials.updateOne({ _id: officer._id }, { initial: true });
      const client = await signedIn(officer);
      const problem = await client.refused(directoryRoute, "forbidden");
      expect(problem.reason).to.equal("password_must_change");
      const weak = await client.refused(contract.changePasswordRoute, "bad_input", {
        body: { current: TEST_PASSWORD, next: "short" },
      });
      expect(weak.issues?.map((one) => one.code)).to.deep.equal([
        "password_too_short",
        "password_too_simple",
      ]);
      const same = await client.refused(contract.changePasswordRoute, "bad_input", {
        body: { current: TEST_PASSWORD, next: TEST_PASSWORD },
      });
      expect(same.issues).to.deep.equal([{ path: "next", code: "password_used_before" }]);
      await client.call(contract.changePasswordRoute, {
        body: { current: TEST_PASSWORD, next: "Another-Boat-2026" },
      });
      await client.call(directoryRoute);
      expect((await signIn(test.visitor(), officer)).status).to.equal(401);
      expect((await signIn(test.visitor(), officer, "Another-Boat-2026")).status).to.equal(201);
    });
  });

  describe("the lock", () => {
    it("closes after 15 idle minutes and opens again with the password", async () => {
      const client = await signedIn(world.gaoyou.officers.deputy);
      clock.passMinutes(14);
      await client.call(directoryRoute);
      clock.passMinutes(2);
      await client.refused(directoryRoute, "locked");
      expect((await client.call(contract.meRoute)).session.locked).to.equal(true);
      await client.refused(contract.unlockRoute, "bad_credentials", {
        body: { password: "wrong" },
      });
      await client.call(contract.unlockRoute, { body: { password: TEST_PASSWORD } });
      await client.call(directoryRoute);
    });

    it("is put off by activity, not by what a page fetches by itself", async () => {
      const client = await signedIn(world.gaoyou.officers.deputy);
      clock.passMinutes(10);
      await client.call(contract.activeRoute);
      clock.passMinutes(10);
      await client.call(directoryRoute);
      clock.passMinutes(6);
      await client.refused(directoryRoute, "locked");
      await client.refused(contract.activeRoute, "locked");
    });

    it("closes at once when asked", async () => {
      const client = await signedIn(world.gaoyou.officers.deputy);
      await client.call(contract.lockRoute);
      await client.refused(directoryRoute, "locked");
      await client.call(contract.signOutRoute);
      await client.refused(contract.meRoute, "signed_out");
    });

    it("ends the session for good after twelve hours", async () => {
      const client = await signedIn(world.gaoyou.officers.deputy);
      clock.passMinutes(12 * 60 + 1);
      await client.refused(contract.meRoute, "signed_out");
    });
  });

  describe("the list of sessions", () => {
    it("shows where one is signed in and ends another one", async () => {
      const officer = world.tianchang.officers.chief;
      const here = await signedIn(officer);
      const there = await signedIn(officer);
      const { sessions } = await here.call(contract.listSessionsRoute);
      expect(sessions.map((one) => one.current)).to.deep.equal([false, true]);
      const other = sessions.find((one) => !one.current);
      await here.call(contract.endSessionRoute, { params: { sessionId: other?.id ?? "" } });
      await there.refused(contract.meRoute, "signed_out");
      await here.call(contract.meRoute);
      await here.refused(contract.endSessionRoute, "not_found", {
        params: { sessionId: other?.id ?? "" },
      });
    });

    it("does not let one end somebody else's", async () => {
      const victim = await signedIn(world.tianchang.officers.chief);
      const id = (await victim.call(contract.meRoute)).session.id;
      const stranger = await signedIn(world.gaoyou.officers.chief);
      await stranger.refused(contract.endSessionRoute, "not_found", { params: { sessionId: id } });
      await victim.call(contract.meRoute);
    });

    it("signs out everywhere, here too", async () => {
      const officer = world.tianchang.officers.deputy;
      const here = await signedIn(officer);
      const there = await signedIn(officer);
      await here.call(contract.signOutEverywhereRoute);
      for (const client of [here, there]) await client.refused(contract.meRoute, "signed_out");
    });

    it("ends the others when the password changes", async () => {
      const officer = world.tianchang.officers.clerk;
      const here = await signedIn(officer);
      const there = await signedIn(officer);
      await here.call(contract.changePasswordRoute, {
        body: { current: TEST_PASSWORD, next: "Third-Boat-2026" },
      });
      await here.call(contract.meRoute);
      await there.refused(contract.meRoute, "signed_out");
    });

    it("does not bring a session back whose record in Redis is older", async () => {
      const client = await signedIn(world.tianchang.officers.liaison);
      const cookie = client.cookies.get("tongzhou.sid") ?? "";
      await client.call(contract.signOutRoute);
      client.cookies.set("tongzhou.sid", cookie);
      await client.refused(contract.meRoute, "signed_out");
    });
  });

  describe("the second factor", () => {
    it("is asked once per browser and day", async () => {
      const officer = world.tianchang.officers.prosecutor;
      const { client, secret } = await enrolled(officer);
      const again = await signIn(client, officer);
      expect(again.ok && again.body.session.needs).to.deep.equal([]);
      const other = await signedIn(officer);
      await other.refused(directoryRoute, "second_factor_required");
      await other.refused(contract.giveSecondFactorRoute, "bad_code", { body: { code: "000000" } });
      clock.passMinutes(1);
      const me = await other.call(contract.giveSecondFactorRoute, {
        body: { code: codeFor(secret) },
      });
      expect(me.session.needs).to.deep.equal([]);
      await other.call(directoryRoute);
      clock.passMinutes(24 * 60);
      const tomorrow = await signIn(other, officer);
      expect(tomorrow.ok && tomorrow.body.session.needs).to.deep.equal(["second_factor"]);
    });

    it("accepts each code once", async () => {
      const officer = world.tianchang.officers.prosecutor2;
      const { secret } = await enrolled(officer);
      clock.passMinutes(1);
      const code = codeFor(secret);
      const one = await signedIn(officer);
      await one.call(contract.giveSecondFactorRoute, { body: { code } });
      const two = await signedIn(officer);
      await two.refused(contract.giveSecondFactorRoute, "bad_code", { body: { code } });
    });

    it("lets one of four through who come with the same code at once", async () => {
      const officer = world.baoying.officers.chief;
      const { secret } = await enrolled(officer);
      clock.passMinutes(1);
      const body = { code: codeFor(secret) };
      const clients: HubClient[] = [];
      for (let one = 0; one < 4; one += 1) clients.push(await signedIn(officer));
      const answers = await Promise.all(
        clients.map((client) => client.ask(contract.giveSecondFactorRoute, { body })),
      );
      expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).to.deep.equal([
        200, 401, 401, 401,
      ]);
    });

    it("keeps password and authenticator from whoever has only the password", async () => {
      const officer = world.tianchang.officers.outsider;
      await enrolled(officer);
      const thief = await signedIn(officer);
      await thief.refused(contract.changePasswordRoute, "second_factor_required", {
        body: { current: TEST_PASSWORD, next: "Stolen-Boat-2026" },
      });
      await thief.refused(contract.beginEnrolmentRoute, "second_factor_required");
    });

    it("gives way to a recovery code, each once", async () => {
      const officer = world.tianchang.officers.assistant;
      const { recoveryCodes } = await enrolled(officer);
      expect(new Set(recoveryCodes)).to.have.length(10);
      const recoveryCode = recoveryCodes[0] ?? "";
      const client = await signedIn(officer);
      const me = await client.call(contract.giveSecondFactorRoute, { body: { recoveryCode } });
      expect(me.secondFactor).to.deep.equal({ enrolled: true, recoveryLeft: 9 });
      const second = await signedIn(officer);
      await second.refused(contract.giveSecondFactorRoute, "bad_code", { body: { recoveryCode } });
    });

    it("stores neither the secret nor recovery codes", async () => {
      const officer = world.tianchang.officers.intake;
      const { secret, recoveryCodes } = await enrolled(officer);
      const stored = JSON.stringify(await test.hub.store.credentials.findById(officer._id).lean());
      expect(stored).to.not.include(secret);
      expect(stored).to.not.include(recoveryCodes[0]?.replaceAll("-", "") ?? "-");
    });

    it("is enrolled first where the office requires it", async () => {
      const officer = world.gaoyou.officers.liaison;
      const security = await signedIn(world.gaoyou.officers.securityAdmin);
      const params = { officeId: GAOYOU };
      const { officeId, version, ...policy } = await security.call(contract.getPolicyRoute, {
        params,
      });
      expect(officeId).to.equal(GAOYOU);
      const body = { ...policy, expects: version, reason: "等级保护测评" };
      const required = { ...body, secondFactor: "required" as const };
      await security.call(contract.setPolicyRoute, { params, body: required });
      await security.refused(contract.setPolicyRoute, "stale", { params, body: required });
      const client = await signedIn(officer);
      const problem = await client.refused(directoryRoute, "second_factor_required");
      expect(problem.reason).to.equal("enrolment");
      const { secret } = await client.call(contract.beginEnrolmentRoute);
      await client.call(contract.confirmEnrolmentRoute, { body: { code: codeFor(secret) } });
      await client.call(directoryRoute);
      clock.passMinutes(1);
      await client.refused(contract.removeSecondFactorRoute, "forbidden", {
        body: { code: codeFor(secret) },
      });
      await security.call(contract.setPolicyRoute, {
        params,
        body: { ...body, expects: version + 1 },
      });
      clock.passMinutes(1);
      const me = await client.call(contract.removeSecondFactorRoute, {
        body: { code: codeFor(secret) },
      });
      expect(me.secondFactor.enrolled).to.equal(false);
    });
  });

  describe("the policy", () => {
    it("is the security administrator's, and shortens open sessions too", async () => {
      const params = { officeId: TIANCHANG };
      const chief = await signedIn(world.tianchang.officers.chief);
      const {
        officeId: _,
        version,
        ...policy
      } = await chief.call(contract.getPolicyRoute, {
        params,
      });
      const body = { ...policy, idleMinutes: 5, expects: version, reason: "演示" };
      await chief.refused(contract.setPolicyRoute, "forbidden", { params, body });
      const stranger = await signedIn(world.gaoyou.officers.securityAdmin);
      await stranger.refused(contract.setPolicyRoute, "not_found", { params, body });
      await stranger.refused(contract.getPolicyRoute, "not_found", { params });
      const security = await signedIn(world.tianchang.officers.securityAdmin);
      await security.call(contract.setPolicyRoute, { params, body });
      clock.passMinutes(6);
      await chief.refused(directoryRoute, "locked");
    });
  });

  describe("the proof for a formal act", () => {
    const prove = async (officer: OfficerDoc, proof: contract.Proof): Promise<void> => {
      const session = await test.hub.store.connection.startSession();
      try {
        await session.withTransaction(() => stepUp({ session }, test.ctxOf(officer), proof));
      } finally {
        await session.endSession();
      }
    };
    const faultOf = (promise: Promise<void>): Promise<string> =>
      promise.then(
        () => "allowed",
        (thrown: { code: string }) => thrown.code,
      );

    it("is the password where the second factor is optional and not enrolled", async () => {
      const officer = world.gaoyou.officers.prosecutor;
      expect(await faultOf(prove(officer, { password: TEST_PASSWORD }))).to.equal("allowed");
      expect(await faultOf(prove(officer, { password: "wrong" }))).to.equal("bad_credentials");
      expect(await faultOf(prove(officer, { code: "123456" }))).to.equal("bad_credentials");
    });

    it("is a code once one is enrolled, each code for one act", async () => {
      const officer = world.gaoyou.officers.prosecutor2;
      const { secret } = await enrolled(officer);
      clock.passMinutes(1);
      const code = codeFor(secret);
      expect(await faultOf(prove(officer, { password: TEST_PASSWORD }))).to.equal(
        "second_factor_required",
      );
      expect(await faultOf(prove(officer, { code }))).to.equal("allowed");
      expect(await faultOf(prove(officer, { code }))).to.equal("bad_code");
    });

    it("forgets the wrong ones after a right one", async () => {
      const officer = world.baoying.officers.deputy;
      for (let round = 0; round < 2; round += 1) {
        for (let tried = 0; tried < 4; tried += 1)
          expect(await faultOf(prove(officer, { password: "wrong" }))).to.equal("bad_credentials");
        expect(await faultOf(prove(officer, { password: TEST_PASSWORD }))).to.equal("allowed");
      }
    });

    it("does not give failed guesses back, and locks after five", async () => {
      const officer = world.gaoyou.officers.intake2;
      for (let tried = 0; tried < 5; tried += 1)
        expect(await faultOf(prove(officer, { password: "wrong" }))).to.equal("bad_credentials");
      expect(await faultOf(prove(officer, { password: TEST_PASSWORD }))).to.equal("account_locked");
      expect((await signIn(test.visitor(), officer)).status).to.equal(201);
    });
  });

  describe("the office's log", () => {
    it("writes sign-ins and lock-outs into the office's log", async () => {
      const system = await signedIn(world.tianchang.officers.systemAdmin);
      await system.call(changeOfficeRoute, {
        params: { officeId: TIANCHANG },
        body: { telephone: "0550-7000000" },
      });
      const types = await test.hub.store.entries.distinct("type", { office: TIANCHANG });
      expect(types).to.include.members([
        "session.opened",
        "session.ended",
        "password.changed",
        "second_factor.enrolled",
        "recovery_code.used",
        "office.changed",
        "policy.changed",
      ]);
      expect(await test.hub.store.entries.distinct("type", { office: GAOYOU })).to.include(
        "account.locked",
      );
    });
  });
});
