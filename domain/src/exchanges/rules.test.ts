import { expect } from "chai";
import { token, tokensOf } from "../access/rules.ts";
import { newId } from "../kernel/ids.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import type { LeadValues } from "../leads/contract.ts";
import { audienceOfBoth, audienceOfExchange, audienceOfTombstone } from "./audience.ts";
import type { ExchangeFacts } from "./facts.ts";
import type { FeedbackKind } from "./contract.ts";
import { exchangeCan, frozenFrom, mayExchange, mayFeedBack, mayReceive } from "./rules.ts";

const FROM = "321084";
const TO = "341181";
const PIL = newId();
const THEIRS = newId();

function anOfficer(officeId: string, posts: Post[], departmentId: string | null = null): Officer {
  const facts = { id: newId(), officeId, departmentId, posts };
  return { ...facts, inCharge: [], name: posts.join("+"), epoch: 1, tokens: tokensOf(facts) };
}
const writer = anOfficer(FROM, ["prosecutor"], PIL);
const head = anOfficer(FROM, ["dept_head"], PIL);
const chief = anOfficer(FROM, ["chief"]);
const liaison = anOfficer(FROM, ["liaison"]);
const outsider = anOfficer(FROM, ["prosecutor"], newId());
const intake = anOfficer(TO, ["intake"]);
const theirHead = anOfficer(TO, ["dept_head"], THEIRS);
const handler = anOfficer(TO, ["prosecutor"], THEIRS);
const assistant = anOfficer(TO, ["assistant"], THEIRS);
const theirChief = anOfficer(TO, ["chief"]);
const superior = anOfficer("321000", ["chief"]);
const stranger = anOfficer("321023", ["chief", "intake"]);
const auditor = anOfficer(TO, ["audit_admin"]);

function anExchange(given: Partial<ExchangeFacts> = {}): ExchangeFacts {
  const facts: Omit<ExchangeFacts, "audience"> = {
    kind: "transfer",
    state: "assigned",
    fromOfficeId: FROM,
    toOfficeId: TO,
    fromDepartmentId: PIL,
    fromTeam: [writer.id],
    toTeam: [],
    standIns: [],
    drafted: { officerId: writer.id },
    plan: { review: [token.officer(head.id)], issue: [token.officer(chief.id)], direct: false },
    reviewed: null,
    issued: null,
    offline: null,
    superiorIds: ["321000"],
    departmentId: THEIRS,
    assignments: [
      { prosecutorId: handler.id, assistantIds: [assistant.id], clerkId: null, until: null },
    ],
    feedback: [],
    circulated: [],
    supervisions: [],
    reads: [],
    dispute: null,
    ...given,
  };
  return { ...facts, audience: audienceOfExchange(facts) };
}

const says = (officer: Officer, act: Parameters<typeof mayExchange>[1], x: ExchangeFacts) => {
  const verdict = mayExchange(officer, act, x);
  return verdict.allowed ? "yes" : verdict.code;
};

describe("who reads an exchange", () => {
  it("is the sender's side alone before the issue", () => {
    for (const state of ["draft", "reviewing", "issuing"] as const) {
      const x = anExchange({ state, departmentId: null, assignments: [] });
      for (const officer of [intake, theirChief, handler, superior, stranger, outsider])
        expect(says(officer, "post", x), `${officer.name} in ${state}`).to.equal("not_found");
      expect(audienceOfBoth(x)).to.deep.equal([]);
    }
  });

  it("is 收件岗, leaders and liaison of the receiver once it arrived, and nobody else there", () => {
    const x = anExchange({ state: "arrived", departmentId: null, assignments: [] });
    expect(says(intake, "sign", x)).to.equal("yes");
    expect(says(theirChief, "sign", x)).to.equal("forbidden");
    for (const officer of [theirHead, handler, auditor, stranger])
      expect(says(officer, "sign", x)).to.equal("not_found");
  });

  it("is a superior for the record always, and for the talk only while it supervises", () => {
    const x = anExchange();
    expect(superior.tokens.some((one) => audienceOfBoth(x).includes(one))).to.equal(false);
    expect(superior.tokens.some((one) => x.audience.includes(one))).to.equal(true);
    expect(exchangeCan(superior, x)).to.deep.equal(["supervise"]);
    const by = (ended: Date | null) =>
      anExchange({ supervisions: [{ officeId: superior.officeId, ended }] });
    expect(superior.tokens.some((one) => audienceOfBoth(by(null)).includes(one))).to.equal(true);
    expect(exchangeCan(superior, by(null))).to.deep.equal(["end_supervision"]);
    expect(audienceOfBoth(by(new Date()))).to.deep.equal(audienceOfBoth(x));
  });

  it("leaves the receiver nothing but its tombstone after a withdrawal", () => {
    const x = anExchange({ state: "withdrawn" });
    for (const officer of [intake, theirChief, handler, theirHead, assistant]) {
      expect(says(officer, "post", x)).to.equal("not_found");
      expect(officer.tokens.some((one) => audienceOfTombstone(x).includes(one))).to.equal(true);
    }
  });
});

describe("who may act on an exchange", () => {
  it("lets the reviewer pass what somebody else drafted, and never the own draft", () => {
    const x = anExchange({ state: "reviewing", departmentId: null, assignments: [] });
    expect(says(head, "pass", x)).to.equal("yes");
    expect(says(writer, "pass", x)).to.equal("forbidden");
    const own = anExchange({ ...x, drafted: { officerId: head.id } });
    expect(says(head, "pass", own)).to.equal("forbidden");
  });

  it("lets a drafter issue straight away only when the plan says so", () => {
    const x = anExchange({ state: "draft", departmentId: null, assignments: [] });
    expect(says(writer, "issue", x)).to.equal("forbidden");
    const direct = { ...x.plan, issue: [token.officer(writer.id)], direct: true };
    expect(says(writer, "issue", anExchange({ ...x, plan: direct }))).to.equal("yes");
  });

  it("needs a second person to confirm what was signed on paper", () => {
    const offline = { uploaded: { officerId: liaison.id } };
    const x = anExchange({ state: "issuing", departmentId: null, assignments: [], offline });
    expect(says(liaison, "confirm_approval", x)).to.equal("forbidden");
    expect(says(writer, "confirm_approval", x), "the drafter").to.equal("forbidden");
    expect(says(head, "confirm_approval", x)).to.equal("yes");
  });

  it("lets the head or the deputy of the department assign it, or a leader, and nobody on the intake desk", () => {
    const x = anExchange({ state: "signed", assignments: [] });
    const deputyHead = anOfficer(TO, ["dept_deputy"], THEIRS);
    const otherHead = anOfficer(TO, ["dept_head"], newId());
    for (const officer of [theirHead, deputyHead, theirChief])
      expect(says(officer, "assign", x), officer.name).to.equal("yes");
    expect(says(intake, "assign", x)).to.equal("forbidden");
    expect(says(otherHead, "assign", x), "of another department").to.equal("not_found");
    expect(says(theirHead, "assign", anExchange({ ...x, departmentId: null }))).to.equal(
      "not_found",
    );
  });

  it("gives acceptance and feedback to the prosecutor and the head, not to assistants or leaders", () => {
    const x = anExchange();
    expect([handler, theirHead].map((one) => says(one, "accept", x))).to.deep.equal(["yes", "yes"]);
    expect([assistant, theirChief, intake].map((one) => says(one, "accept", x))).to.deep.equal([
      "forbidden",
      "forbidden",
      "forbidden",
    ]);
    expect(says(writer, "accept", x), "the sender").to.equal("forbidden");
  });

  it("stops acceptance while the jurisdiction is in dispute, and goes on once it is decided", () => {
    const steps = [
      { stage: "consult" as const, officeIds: [TO, FROM], connected: [TO, FROM], result: null },
    ];
    expect(says(handler, "accept", anExchange({ dispute: { outcome: null, steps } }))).to.equal(
      "not_now",
    );
    expect(
      says(handler, "accept", anExchange({ dispute: { outcome: "maintain", steps } })),
    ).to.equal("yes");
  });

  it("says not_now to the right side at the wrong moment, and forbidden to the wrong side", () => {
    const x = anExchange({ state: "accepted" });
    expect(says(writer, "withdraw", x)).to.equal("not_now");
    expect(says(handler, "withdraw", x)).to.equal("forbidden");
    expect(says(intake, "sign", x)).to.equal("not_now");
    expect(says(writer, "sign", x)).to.equal("forbidden");
  });

  it("lets prosecutors take back what was issued, and never those who only assist", () => {
    const helper = anOfficer(FROM, ["assistant"], PIL);
    const x = anExchange({ fromTeam: [writer.id, helper.id], drafted: { officerId: helper.id } });
    expect(says(writer, "withdraw", x)).to.equal("yes");
    expect(says(head, "withdraw", x)).to.equal("yes");
    expect(says(helper, "withdraw", x)).to.equal("forbidden");
    expect(says(helper, "supplement", x), "what helps is theirs too").to.equal("yes");
  });

  it("lets 立案 follow 不立案 when new evidence came, and nothing be decided twice", () => {
    const after = (...said: FeedbackKind[]) => ({ feedback: said.map((kind) => ({ kind })) });
    const says = (kind: FeedbackKind, ...said: FeedbackKind[]) =>
      mayFeedBack(after("acceptance", ...said), kind).allowed;
    expect(says("filed") && says("not_filed")).to.equal(true);
    expect(says("filed", "not_filed", "progress")).to.equal(true);
    expect(says("not_filed", "filed")).to.equal(false);
    expect(says("filed", "filed")).to.equal(false);
    expect(says("not_filed", "not_filed")).to.equal(false);
    expect(says("progress", "filed", "progress") && says("result", "filed")).to.equal(true);
  });

  it("lets nobody read a notice away who is not of the receiver", () => {
    const x = anExchange({ kind: "notice", state: "arrived", departmentId: null, assignments: [] });
    expect(says(intake, "read", x)).to.equal("yes");
    expect(says(writer, "read", x)).to.equal("forbidden");
    expect(says(superior, "read", x)).to.equal("forbidden");
    expect(says(stranger, "read", x)).to.equal("not_found");
  });
});

describe("what the other side sees", () => {
  const values: LeadValues = {
    title: "高邮湖非法网箱",
    field: "ECO",
    source: "patrol",
    sourceNote: "内部来源",
    foundOn: null,
    grade: "ordinary",
    marking: "work_secret",
    body: { name: "某局", level: "county" },
    place: { name: "湖心", point: null },
    facts: "事实",
    reporter: "举报人王某",
    opinion: "内部意见",
  };
  const offered = {
    kind: "transfer" as const,
    fromOfficeId: FROM,
    toOfficeId: TO,
    leadNumber: "1号",
    values,
    note: "",
    files: [],
  };

  it("is only what was chosen: a section left out is absent", () => {
    const frozen = frozenFrom({ ...offered, sections: ["basic", "facts"] });
    expect(frozen).to.include({ title: values.title, facts: "事实" });
    expect(frozen).to.not.have.any.keys("body", "place", "reporter", "opinion", "sourceNote");
  });

  it("never holds what the office thinks, whatever is chosen", () => {
    const all = frozenFrom({
      ...offered,
      sections: ["basic", "body", "place", "facts", "reporter"],
    });
    expect(JSON.stringify(all)).to.not.include("内部");
    expect(all.reporter).to.equal("举报人王某");
  });
});

describe("where a lead may go", () => {
  const office = (id: string, level: string, connected = true) => ({ id, level, connected });
  const from = office(FROM, "county");
  const says = (kind: "transfer" | "notice", to: typeof from, designated: string[] = []) =>
    mayReceive(kind, from, to, designated).allowed;

  it("as a transfer to a connected peer of the same level, or to whom a superior designated", () => {
    expect(says("transfer", office(TO, "county"))).to.equal(true);
    expect(says("transfer", office("321000", "city"))).to.equal(false);
    expect(says("transfer", office("321000", "city"), ["321000"])).to.equal(true);
    expect(says("transfer", office(TO, "county", false))).to.equal(false);
    expect(says("transfer", from)).to.equal(false);
  });

  it("as a notice to any connected office", () => {
    expect(says("notice", office("321000", "city"))).to.equal(true);
    expect(says("notice", office(TO, "county", false))).to.equal(false);
  });
});
