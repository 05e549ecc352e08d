import { expect } from "chai";
import { browserOf, systemOf } from "./present.ts";
import {
  DEFAULT_POLICY,
  isLive,
  isLocked,
  mayEnter,
  needsAtSignIn,
  passwordFaults,
  proofAsked,
  type SessionState,
} from "./rules.ts";
import { createSeal } from "./seal.ts";

const now = new Date("2026-11-22T08:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const session = (given: Partial<SessionState> = {}): SessionState => ({
  epoch: 1,
  needs: [],
  activeAt: now,
  idleMinutes: 15,
  lockedAt: null,
  endedAt: null,
  expiresAt: new Date("2026-11-22T20:00:00Z"),
  ...given,
});

describe("a session", () => {
  it("lives until it is ended, too old, or its officer's rights change", () => {
    const officer = { epoch: 1, active: true };
    expect(isLive(session(), officer, now)).to.equal(true);
    expect(isLive(session({ endedAt: minutesAgo(1) }), officer, now)).to.equal(false);
    expect(isLive(session({ expiresAt: now }), officer, now)).to.equal(false);
    expect(isLive(session(), { ...officer, epoch: 2 }, now)).to.equal(false);
    expect(isLive(session(), { ...officer, active: false }, now)).to.equal(false);
  });

  it("is locked on purpose or after the idle minutes, not before", () => {
    expect(isLocked(session({ activeAt: minutesAgo(15) }), now)).to.equal(false);
    expect(isLocked(session({ activeAt: minutesAgo(15.1) }), now)).to.equal(true);
    expect(isLocked(session({ lockedAt: now }), now)).to.equal(true);
  });

  it("says what is missing, the lock first, the second factor before the password", () => {
    const locked = session({ lockedAt: now, needs: ["second_factor"] });
    expect(mayEnter(locked, now)).to.include({ code: "locked" });
    expect(mayEnter(session({ needs: ["new_password", "second_factor"] }), now)).to.deep.include({
      code: "second_factor_required",
      reason: "code",
    });
    expect(mayEnter(session({ needs: ["new_password", "enrolment"] }), now)).to.include({
      reason: "password_must_change",
    });
    expect(mayEnter(session({ needs: ["enrolment"] }), now)).to.include({ reason: "enrolment" });
    expect(mayEnter(session(), now)).to.deep.equal({ allowed: true });
  });
});

describe("what a sign-in lacks", () => {
  const account = {
    enrolled: true,
    givenToday: true,
    initial: false,
    passwordAt: minutesAgo(60),
    policy: DEFAULT_POLICY,
    now,
  };
  const days = 24 * 60;

  it("is the second factor once per browser and day", () => {
    expect(needsAtSignIn(account)).to.deep.equal([]);
    expect(needsAtSignIn({ ...account, givenToday: false })).to.deep.equal(["second_factor"]);
  });
  it("is the enrolment where the office requires it", () => {
    const fresh = { ...account, enrolled: false };
    expect(needsAtSignIn(fresh)).to.deep.equal(["enrolment"]);
    const policy = { ...DEFAULT_POLICY, secondFactor: "optional" as const };
    expect(needsAtSignIn({ ...fresh, policy })).to.deep.equal([]);
  });
  it("is a password of one's own, and a new one when it is too old", () => {
    expect(needsAtSignIn({ ...account, initial: true })).to.deep.equal(["new_password"]);
    const old = { ...account, passwordAt: minutesAgo(181 * days) };
    expect(needsAtSignIn(old)).to.deep.equal(["new_password"]);
    const policy = { ...DEFAULT_POLICY, passwordDays: 0 };
    expect(needsAtSignIn({ ...old, policy })).to.deep.equal([]);
  });
  it("is proved before a formal act by code, password, or not at all yet", () => {
    const optional = { ...DEFAULT_POLICY, secondFactor: "optional" as const };
    expect(proofAsked(true, optional)).to.equal("code");
    expect(proofAsked(false, optional)).to.equal("password");
    expect(proofAsked(false, DEFAULT_POLICY)).to.equal("enrolment");
  });
});

describe("a new password", () => {
  const of = { account: "gaoyou.zhang", policy: DEFAULT_POLICY };
  const table: [string, string[]][] = [
    ["Lake-Boat-2026", []],
    ["湖上行舟abc123", ["password_too_short"]],
    ["abcdefghijkl", ["password_too_simple"]],
    ["aB1", ["password_too_short"]],
    ["Zhang-Lake-2026", ["password_contains_account"]],
  ];
  for (const [password, faults] of table)
    it(`${password} is ${faults.join(", ") || "good"}`, () => {
      expect(passwordFaults(password, of)).to.deep.equal(faults);
    });
});

describe("a sealed value", () => {
  it("opens for its owner under its key, and for nobody else", () => {
    const seal = createSeal("a secret of the hub");
    const sealed = seal.seal("JBSWY3DPEHPK3PXP", "officer 1");
    expect(sealed).to.not.include("JBSWY3DPEHPK3PXP");
    expect(seal.open(sealed, "officer 1")).to.equal("JBSWY3DPEHPK3PXP");
    expect(() => seal.open(sealed, "officer 2")).to.throw();
    expect(() => createSeal("another").open(sealed, "officer 1")).to.throw();
    const [algorithm, nonce, tag, text = ""] = sealed.split(".");
    const changed = [algorithm, nonce, tag, text.replace(/^./, (one) => (one === "A" ? "B" : "A"))];
    expect(() => seal.open(changed.join("."), "officer 1")).to.throw();
    expect(seal.seal("x", "l")).to.not.equal(seal.seal("x", "l"));
  });
});

describe("a browser's name", () => {
  it("is read from what it says of itself", () => {
    const edge =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0";
    expect([browserOf(edge), systemOf(edge)]).to.deep.equal(["Edge", "Windows"]);
    expect([browserOf("curl/8"), systemOf("")]).to.deep.equal(["", ""]);
  });
});
