import { expect } from "chai";
import fc from "fast-check";
import { tokensOf, token } from "../access/rules.ts";
import { DEFAULT_ROWS, rowFor } from "../approvals/rules.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import { newId } from "../kernel/ids.ts";
import { deskOf, mayTake, nextStepOf, stepsFor } from "./approving.ts";
import { audienceOfAgreement, audienceOfOwn, audienceOfParties } from "./audience.ts";
import { addMonths, dueBy, effectiveOn, lastDayOf, nextAtOf, remindOn } from "./calendar.ts";
import { AgreementState } from "./contract.ts";
import type { Asked, PartyFacts } from "./facts.ts";
import { instrumentOf, numberIn, partialDayOf, partiesOf, readRow } from "./import-rows.ts";
import { ImportRow } from "./import-contract.ts";
import { ACTS, agreementCan, mayAgreement } from "./rules.ts";
import { articleNumber } from "./words.ts";

const HOST = "321084";
const OTHER = "341181";
const STRANGER = "321023";
const PIL = newId();

const anOfficer = (officeId: string, posts: Post[], departmentId: string | null = PIL): Officer => {
  const bare = { id: newId(), officeId, departmentId, posts };
  return { ...bare, name: "演示", inCharge: [], epoch: 1, tokens: tokensOf(bare) };
};

const aParty = (officeId: string | null, over: Partial<PartyFacts> = {}): PartyFacts => ({
  id: newId(),
  officeId,
  leftOn: null,
  departmentId: null,
  team: [],
  approved: null,
  consent: null,
  sealed: null,
  ...over,
});

function anAgreement(over: Partial<Asked> = {}): Asked {
  const parties = [aParty(HOST), aParty(OTHER)];
  const x: Asked = {
    state: "consulting",
    values: { reports: false },
    revision: null,
    parties,
    hostPartyId: parties[0]?.id ?? null,
    registrarOfficeId: HOST,
    reference: false,
    inHand: 1,
    inForce: null,
    issued: null,
    drafted: { officerId: newId() },
    superiorIds: ["321000"],
    audience: [],
    powers: { drafts: true, speaks: true, turn: null, hidden: null },
    ...over,
  };
  return { ...x, audience: audienceOfAgreement(x) };
}

describe("who may do what with an agreement", () => {
  const chief = anOfficer(HOST, ["chief"]);
  const theirs = anOfficer(OTHER, ["chief"]);
  const superior = anOfficer("321000", ["chief"]);
  const stranger = anOfficer(STRANGER, ["chief"]);

  it("answers a stranger not_found, whatever he asks for and wherever it stands", () => {
    for (const state of AgreementState.options)
      for (const act of [...ACTS, "read" as const])
        expect(mayAgreement(stranger, act, anAgreement({ state }))).to.deep.equal({
          allowed: false,
          code: "not_found",
        });
  });

  it("lets a superior read what was circulated, and do nothing", () => {
    for (const state of AgreementState.options) {
      const x = anAgreement({ state });
      const reads = mayAgreement(superior, "read", x).allowed;
      expect(reads, state).to.equal(state !== "drafting");
      expect(agreementCan(superior, x), state).to.deep.equal([]);
    }
  });

  it("keeps the host's own word from the other party", () => {
    for (const act of ["settle", "freeze", "reopen", "abolish", "accede", "number"] as const)
      for (const state of AgreementState.options) {
        const x = anAgreement({ state });
        if (mayAgreement(theirs, "read", x).allowed)
          expect(mayAgreement(theirs, act, x).allowed, `${act} in ${state}`).to.equal(false);
      }
  });

  it("lets nobody speak for the office whom its 权限清单 does not name", () => {
    const powers = { drafts: true, speaks: false, turn: null, hidden: 1 };
    for (const act of ["circulate", "settle", "send_back", "reopen", "terminate"] as const)
      for (const state of AgreementState.options)
        expect(mayAgreement(chief, act, anAgreement({ state, powers })).allowed).to.equal(false);
  });

  it("freezes only when every party agrees, and the superiors where they are asked", () => {
    const parties = [aParty(HOST, { approved: {} }), aParty(OTHER)];
    const hostPartyId = parties[0]?.id ?? null;
    const state = "approving";
    const reason = (over: Partial<Asked>) => {
      const verdict = mayAgreement(chief, "freeze", anAgreement({ state, hostPartyId, ...over }));
      return verdict.allowed ? "yes" : verdict.reason;
    };
    expect(reason({ parties })).to.equal("approvals_missing");
    const all = parties.map((one) => ({ ...one, approved: {} }));
    expect(reason({ parties: all })).to.equal("yes");
    expect(reason({ parties: all, values: { reports: true } })).to.equal("consent_missing");
    const revision = { reports: true };
    expect(reason({ parties: all, revision }), "a revision").to.equal("consent_missing");
    const left = [...all, aParty(STRANGER, { leftOn: "2026-11-01" })];
    expect(reason({ parties: left }), "who left is not asked").to.equal("yes");
  });
});

describe("who reads an agreement", () => {
  it("is the host office alone while it is drafted", () => {
    const x = anAgreement({ state: "drafting" });
    expect(audienceOfParties(x)).to.deep.equal([]);
    expect(
      x.audience.filter((one) => one.includes(OTHER) || one.startsWith("superior")),
    ).to.deep.equal([]);
  });

  it("is never a superior where the parties talk, and never another office where one talks to itself", () => {
    const states = fc.constantFrom(...AgreementState.options);
    fc.assert(
      fc.property(states, fc.boolean(), fc.boolean(), (state, left, inForce) => {
        const parties = [aParty(HOST), aParty(OTHER, { leftOn: left ? "2026-11-01" : null })];
        const x = anAgreement({
          state,
          parties,
          hostPartyId: parties[0]?.id ?? null,
          inForce: inForce ? {} : null,
        });
        expect(audienceOfParties(x).some((one) => one.startsWith("superior"))).to.equal(false);
        if (left) expect(audienceOfParties(x)).to.not.include(token.leaders(OTHER));
        for (const one of audienceOfOwn(x, OTHER)) expect(one).to.not.contain(HOST);
        // Whoever hears the parties reads the record.
        for (const one of audienceOfParties(x)) expect(x.audience).to.include(one);
      }),
    );
  });

  it("is the whole office that registered an agreement of others, and nobody else", () => {
    expect(anAgreement({ reference: true, state: "in_force" }).audience).to.deep.equal([
      token.office(HOST),
    ]);
  });
});

describe("院内审批", () => {
  const row = rowFor(DEFAULT_ROWS, { kind: "agreement", urgency: "ordinary" });
  const approving = { row, officeId: HOST, departmentId: PIL };
  const people = {
    department: anOfficer(HOST, ["dept_head"]),
    deputy: anOfficer(HOST, ["deputy_chief"], null),
    chief: anOfficer(HOST, ["chief"], null),
  };
  const now = new Date(0);

  it("goes through those whom the office has", () => {
    expect(stepsFor(Object.values(people), approving)).to.deep.equal([
      "department",
      "deputy",
      "chief",
    ]);
    expect(stepsFor([people.chief], approving)).to.deep.equal(["chief"]);
    expect(
      stepsFor(Object.values(people), { ...approving, departmentId: null }),
      "no department handles it",
    ).to.deep.equal(["deputy", "chief"]);
  });

  it("is taken step by step, each by its own person", () => {
    for (const step of ["department", "deputy", "chief"] as const)
      for (const [name, officer] of Object.entries(people))
        expect(
          mayTake(step, { officer, delegations: [], now }, approving).allowed,
          `${name} takes ${step}`,
        ).to.equal(name === step);
  });

  it("is not taken by another office's people", () => {
    for (const step of ["department", "deputy", "chief"] as const)
      for (const post of ["dept_head", "deputy_chief", "chief"] as const)
        expect(
          mayTake(step, { officer: anOfficer(OTHER, [post]), delegations: [], now }, approving)
            .allowed,
        ).to.equal(false);
  });

  it("lies on one desk after the other", () => {
    const steps = ["department", "chief"] as const;
    expect(nextStepOf({ steps, done: [] })).to.equal("department");
    expect(deskOf({ steps, done: [] }, approving)).to.deep.equal([token.head(PIL)]);
    expect(deskOf({ steps, done: [{ step: "department" }] }, approving)).to.deep.equal([
      token.leaders(HOST),
    ]);
    expect(deskOf({ steps, done: steps.map((step) => ({ step })) }, approving)).to.deep.equal([]);
  });
});

describe("the calendar of an agreement", () => {
  it("counts months to the same day, or the last one", () => {
    expect(addMonths("2026-08-31", -6)).to.equal("2026-02-28");
    expect(addMonths("2024-02-29", 12)).to.equal("2025-02-28");
    expect(addMonths("2026-11-30", 3)).to.equal("2027-02-28");
    expect(remindOn("2027-03-31")).to.equal("2026-09-30");
  });

  it("ends a term of years on the day before", () => {
    expect(lastDayOf({ kind: "years", count: 3 }, "2026-05-05")).to.equal("2029-05-04");
    expect(lastDayOf({ kind: "until", on: "2028-12-31" }, "2026-05-05")).to.equal("2028-12-31");
    expect(lastDayOf({ kind: "long" }, "2026-05-05")).to.equal(null);
  });

  it("takes effect as the text says", () => {
    const on = { issuedOn: "2026-05-05", today: "2026-05-06" };
    expect(effectiveOn({ from: "issue" }, on)).to.equal("2026-05-05");
    expect(effectiveOn({ from: "day", on: "2026-05-01" }, on)).to.equal("2026-05-01");
    expect(effectiveOn({ from: "day", on: "2026-06-01" }, on)).to.equal(null);
  });

  const dated = (over: object) => ({
    state: "in_force" as const,
    values: { effect: { from: "issue" as const }, assessOn: "2027-06-30" },
    revision: null,
    inForce: { until: "2027-12-31" },
    reminded: [] as string[],
    ...over,
  });

  it("reminds once, six months ahead, and ends on the day after the last", () => {
    expect(dueBy(dated({}), "2026-12-29")).to.equal(null);
    expect(dueBy(dated({}), "2026-12-30")).to.equal("remind");
    expect(dueBy(dated({ reminded: ["2027-06-30"] }), "2026-12-30")).to.equal(null);
    expect(dueBy(dated({ reminded: ["2027-06-30"] }), "2027-12-31")).to.equal(null);
    expect(dueBy(dated({}), "2028-01-01")).to.equal("expire");
  });

  it("lets a revision take effect on the day that its own text names", () => {
    const revision = { effect: { from: "day" as const, on: "2027-03-01" } };
    const x = { ...dated({ state: "issued", inForce: { until: null } }), revision };
    expect([dueBy(x, "2027-02-28"), dueBy(x, "2027-03-01")]).to.deep.equal([null, "take_effect"]);
    expect(nextAtOf(x)?.toISOString()).to.equal("2027-02-28T16:00:00.000Z");
    const values = { effect: { from: "day" as const, on: "2026-01-01" }, assessOn: null };
    expect(dueBy({ ...x, values }, "2027-02-28"), "the older one's day").to.equal(null);
  });

  it("is looked at exactly when something is due", () => {
    const days = fc.date({
      min: new Date("2020-01-01"),
      max: new Date("2034-01-01"),
      noInvalidDate: true,
    });
    const someDay = days.map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(someDay, someDay, someDay, (until, assessOn, effective) => {
        for (const state of ["in_force", "issued"] as const) {
          const effect = { from: "day" as const, on: effective };
          const x = dated({ state, inForce: { until }, values: { effect, assessOn } });
          const at = nextAtOf(x);
          if (!at) throw new Error("something is always due");
          const first = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
          expect(dueBy(x, first), `on ${first}`).to.not.equal(null);
          expect(dueBy(x, addDays(first, -1)), `before ${first}`).to.equal(null);
        }
      }),
    );
  });
});

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

describe("a row of another register", () => {
  it("names its instrument in the words that registers use", () => {
    for (const [text, kind] of [
      ["意见 + 运行办法", "opinion"],
      ["实施意见 ×7（1+7）", "implementing"],
      ["跨省际区划管辖协作意见", "opinion"],
      ["检察联盟 + 联动协作机制", "declaration"],
      ["三年行动计划", "plan"],
      ["机制 + 三年专项", "cooperation"],
      ["实施细则", "rules"],
      ["宣言", "declaration"],
      ["信函", null],
    ] as const)
      expect(instrumentOf(text), text).to.equal(kind);
  });

  it("gives its date as precisely as it was reported", () => {
    for (const [text, day] of [
      ["2019", "2019"],
      ["2019-05", "2019-05"],
      ["2025年3月8日", "2025-03-08"],
      ["2023.9", "2023-09"],
      ["2023-02-30", null],
      ["2023-13", null],
      ["去年", null],
    ] as const)
      expect(partialDayOf(text), text).to.equal(day);
  });

  it("separates parties and finds the number in brackets", () => {
    expect(partiesOf("盐都、兴化，扬州;泰州")).to.deep.equal(["盐都", "兴化", "扬州", "泰州"]);
    expect(numberIn("意见（九检会〔2022〕11号）")).to.equal("九检会〔2022〕11号");
    expect(numberIn("实施意见（专项）")).to.equal("");
  });

  it("is told everything that is wrong with it, not the first thing only", () => {
    const row = ImportRow.parse({ key: "", instrument: "信函", signed: "去年", clauses: ["闲谈"] });
    expect(readRow(row).issues.map((one) => `${one.path} ${one.code}`)).to.deep.equal([
      "key required",
      "instrument unknown_instrument",
      "parties required",
      "signed invalid_date",
      "clauses.0 unknown_clause",
    ]);
  });

  it("is refused when it bears a state-secret mark", () => {
    const row = ImportRow.parse({ key: "X", parties: "甲", instrument: "意见", remark: "机密★" });
    expect(readRow(row).reads).to.equal(null);
  });
});

describe("the number of an article", () => {
  it("is written as articles are", () => {
    for (const [n, text] of [
      [1, "一"],
      [10, "十"],
      [12, "十二"],
      [20, "二十"],
      [45, "四十五"],
      [100, "一百"],
      [103, "一百零三"],
      [112, "一百一十二"],
      [120, "一百二十"],
    ] as const)
      expect(articleNumber(n)).to.equal(text);
  });
});
