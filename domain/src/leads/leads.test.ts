import { expect } from "chai";
import { token, tokensOf } from "../access/rules.ts";
import { nextState } from "../kernel/flow.ts";
import { newId } from "../kernel/ids.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import { LeadState, LeadStep, type LeadValues } from "./contract.ts";
import { LEAD_FLOW } from "./flow.ts";
import {
  audienceInside,
  audienceOfLead,
  leadTodos,
  lowersMarking,
  mayLead,
  registerNumber,
  suggestionFor,
  type LeadFacts,
} from "./rules.ts";
import { lookForKeys, queryTokens, relationKeys, searchTokens } from "./search.ts";

const FLOW: Record<LeadState, string> = {
  registered:
    "evaluate:evaluating transfer:transferred refer_up:referred_up refer_out:referred_out",
  evaluating:
    "inquire:inquiring file:filed not_file:not_filed transfer:transferred refer_up:referred_up refer_out:referred_out",
  inquiring:
    "file:filed not_file:not_filed transfer:transferred refer_up:referred_up refer_out:referred_out",
  filed: "close:closed",
  not_filed: "close:closed reopen:evaluating",
  transferred: "close:closed reopen:evaluating",
  referred_up: "close:closed reopen:evaluating",
  referred_out: "close:closed reopen:evaluating",
  closed: "reopen:evaluating",
};

describe("the flow of a lead", () => {
  for (const state of LeadState.options)
    it(`allows in ${state} exactly: ${FLOW[state]}`, () => {
      const said = LeadStep.options.flatMap((step) => {
        const to = nextState(LEAD_FLOW, state, step);
        return to ? [`${step}:${to}`] : [];
      });
      expect(said.join(" ")).to.equal(FLOW[state]);
    });
});

const OFFICE = "321084";
const PIL = newId();
const anOfficer = (
  posts: Post[],
  departmentId: string | null = null,
  officeId = OFFICE,
): Officer => {
  const facts = { id: newId(), officeId, departmentId, posts };
  return { ...facts, inCharge: [], name: "", epoch: 1, tokens: tokensOf(facts) };
};
const handler = anOfficer(["prosecutor"], PIL);
const head = anOfficer(["dept_head"], PIL);
const colleague = anOfficer(["prosecutor"], PIL);
const liaison = anOfficer(["liaison"]);
const superior = anOfficer(["chief"], null, "321000");

function aLead(
  given: Partial<LeadFacts> & { marking?: "work_secret" | "internal" } = {},
): LeadFacts {
  const { marking = "work_secret", ...rest } = given;
  const facts = {
    officeId: OFFICE,
    departmentId: PIL,
    state: "registered" as const,
    team: [{ officerId: handler.id, duty: "handler" as const }],
    values: { grade: "ordinary" as const, marking },
    recordedUp: null,
    superiorId: "321000",
    ...rest,
  };
  return { ...facts, audience: audienceOfLead({ ...facts, superiorIds: ["321000", "320000"] }) };
}
const says = (officer: Officer, act: Parameters<typeof mayLead>[1], lead: LeadFacts) => {
  const verdict = mayLead(officer, act, lead);
  return verdict.allowed ? "yes" : (verdict.reason ?? verdict.code);
};

describe("who may read and change a lead", () => {
  it("a work secret is its chiefs', liaison's, department head's and team's, not the colleagues'", () => {
    const lead = aLead();
    expect([handler, head, liaison].map((one) => says(one, "read", lead))).to.deep.equal([
      "yes",
      "yes",
      "yes",
    ]);
    expect(says(colleague, "read", lead)).to.equal("not_found");
    expect(says(colleague, "read", aLead({ marking: "internal" }))).to.equal("yes");
  });

  it("a superior reads the record, changes nothing, and never hears the talk", () => {
    const lead = aLead();
    expect(says(superior, "read", lead)).to.equal("yes");
    expect(says(superior, "edit", lead)).to.equal("other_office");
    const inside = audienceInside({ ...lead, team: [...lead.team] });
    expect(inside).to.not.include(token.superior("321000"));
  });

  it("the liaison reads but does not work on it", () => {
    expect(says(liaison, "edit", aLead())).to.equal("not_in_team");
    expect(says(handler, "edit", aLead())).to.equal("yes");
    expect(says(handler, "edit", aLead({ state: "closed" }))).to.equal("lead_closed");
  });

  it("nobody takes 移送 by hand, nor undoes it", () => {
    expect(says(handler, "transfer", aLead())).to.equal("lead_state");
    expect(says(handler, "reopen", aLead({ state: "transferred" }))).to.equal("lead_state");
    expect(says(handler, "reopen", aLead({ state: "not_filed" }))).to.equal("yes");
  });

  it("a major lead waits to be recorded with the next-higher office", () => {
    const major = aLead({ values: { grade: "major", marking: "work_secret" } });
    expect(leadTodos(major)).to.include("record_up");
    expect(leadTodos({ ...major, recordedUp: {} })).to.not.include("record_up");
    expect(says(handler, "record_up", aLead())).to.equal("not_major");
    expect(says(liaison, "record_up", major)).to.equal("yes");
  });
});

describe("small rules of leads", () => {
  it("suggests 报请移送上级院 when the body ranks above the office", () => {
    expect(suggestionFor("county", "city")).to.equal("refer_up");
    expect(suggestionFor("county", "county")).to.equal(null);
    expect(suggestionFor("city", "city")).to.equal(null);
    expect(suggestionFor("county", null)).to.equal(null);
  });

  it("knows which marking is the lower one", () => {
    expect(lowersMarking("work_secret", "internal")).to.equal(true);
    expect(lowersMarking("internal", "work_secret")).to.equal(false);
  });

  it("writes a register number as offices do", () => {
    expect(registerNumber("高邮市院", 2026, 12)).to.equal("高邮检公益线〔2026〕12号");
  });
});

describe("finding a lead", () => {
  const values: LeadValues = {
    title: "高邮湖非法网箱",
    field: "ECO",
    source: "patrol",
    sourceNote: "",
    foundOn: null,
    grade: "ordinary",
    marking: "work_secret",
    body: { name: "天长市 农业农村局", level: "county" },
    place: { name: "湖心 3 号", point: { lat: 32.8, lon: 119.2 } },
    facts: "发现电鱼器具",
    reporter: "王某某",
    opinion: "秘密意见",
  };
  const found = new Set(searchTokens({ number: "高邮检公益线〔2026〕12号", values }));
  const finds = (text: string) => queryTokens(text).every((word) => found.has(word));

  it("works by words of the title, the body, the place, the number and the facts", () => {
    for (const text of ["网箱", "高邮湖", "湖", "农业农村局", "湖心", "12", "电鱼", "２０２６"])
      expect(finds(text), text).to.equal(true);
    expect(finds("盐城")).to.equal(false);
    expect(finds("网湖")).to.equal(false);
  });

  it("works by the initials of the title", () => {
    for (const text of ["gyh", "GYHF", "gyhffwx"]) expect(finds(text), text).to.equal(true);
  });

  it("never by who reported it or what the office thinks", () => {
    expect(finds("王某某")).to.equal(false);
    expect(finds("秘密意见")).to.equal(false);
  });

  it("relates leads of one body, one place, or the next square kilometre", () => {
    const near = { body: null, place: { name: "别处", point: { lat: 32.809, lon: 119.195 } } };
    const far = { body: null, place: { name: "远处", point: { lat: 32.9, lon: 119.2 } } };
    const keys = (of: Pick<LeadValues, "body" | "place">) => relationKeys(of);
    const meets = (of: Pick<LeadValues, "body" | "place">) =>
      keys(of).some((key) => lookForKeys(values).includes(key));
    expect(meets(near)).to.equal(true);
    expect(meets(far)).to.equal(false);
    expect(meets({ body: { name: "天长市农业农村局", level: "county" }, place: null })).to.equal(
      true,
    );
  });
});
