import { expect } from "chai";
import { nextState } from "../kernel/flow.ts";
import { ProposalState } from "../proposals/contract.ts";
import { INSIDE, PROPOSAL_FLOW, type ProposalStep } from "../proposals/flow.ts";
import { AgreementState, type AgreementStep } from "./contract.ts";
import { AGREEMENT_FLOW, OVER, UNDER_WAY } from "./flow.ts";

/** Every step there is; a new one must be put into the table below by hand. */
const STEPS: AgreementStep[] = [
  "edit",
  "circulate",
  "discard",
  "settle",
  "abandon",
  "abandon_revision",
  "abandon_expired",
  "approve",
  "send_back",
  "report",
  "consent",
  "freeze",
  "reopen",
  "signed",
  "signed_effective",
  "seal",
  "number",
  "number_effective",
  "file",
  "take_effect",
  "revise",
  "accede",
  "leave",
  "assess",
  "abolish",
  "terminate",
  "expire",
];

/** state: what each step leads to, in words one can read aloud; what is not named is refused. */
const TABLE: Record<AgreementState, string> = {
  drafting: "edit:drafting circulate:consulting discard:discarded",
  consulting:
    "settle:approving abandon:discarded abandon_revision:in_force abandon_expired:expired expire:consulting",
  approving:
    "abandon:discarded abandon_revision:in_force abandon_expired:expired approve:approving send_back:consulting report:reporting freeze:signing expire:approving",
  reporting: "send_back:consulting consent:reporting freeze:signing expire:reporting",
  signing: "reopen:consulting signed:sealing signed_effective:in_force expire:signing",
  sealing: "seal:sealing number:issued number_effective:in_force expire:sealing",
  issued: "seal:issued file:issued take_effect:in_force expire:issued",
  in_force:
    "edit:in_force circulate:consulting discard:in_force seal:in_force number:in_force file:in_force revise:in_force accede:in_force leave:in_force assess:in_force abolish:abolished terminate:terminated expire:expired",
  abolished: "",
  expired: "",
  terminated: "",
  discarded: "",
};

const PROPOSAL_STEPS: ProposalStep[] = [
  "edit",
  "submit",
  "submit_release",
  "pass",
  "return",
  "release",
  "discard",
  "withdraw",
  "answer",
  "decide",
  "lapse",
];
const PROPOSALS: Record<ProposalState, string> = {
  draft:
    "edit:draft submit:reviewing submit_release:issuing release:released discard:discarded lapse:lapsed",
  reviewing: "pass:issuing return:draft discard:discarded lapse:lapsed",
  issuing: "return:draft release:released discard:discarded lapse:lapsed",
  released: "withdraw:withdrawn answer:released decide:decided lapse:lapsed",
  decided: "",
  withdrawn: "",
  discarded: "",
  lapsed: "",
};

describe("the flow of an agreement", () => {
  for (const state of AgreementState.options)
    it(`allows in ${state} exactly: ${TABLE[state] || "nothing"}`, () => {
      const said = STEPS.flatMap((step) => {
        const to = nextState(AGREEMENT_FLOW, state, step);
        return to ? [`${step}:${to}`] : [];
      });
      expect(said.join(" ")).to.equal(TABLE[state]);
    });

  it("has no way from a frozen text to another but by voiding it", () => {
    expect(Object.keys(AGREEMENT_FLOW.signing)).to.not.include("edit");
    expect(nextState(AGREEMENT_FLOW, "signing", "reopen")).to.equal("consulting");
  });

  it("reaches 会签 only through 院内审批", () => {
    const before = AgreementState.options.filter(
      (state) => state !== "signing" && Object.values(AGREEMENT_FLOW[state]).includes("signing"),
    );
    expect(before).to.deep.equal(["approving", "reporting"]);
  });

  it("is under way, in force or over, and never two of these", () => {
    const states = [...UNDER_WAY, "in_force" as const, ...OVER];
    expect(states).to.have.members(AgreementState.options);
    expect(new Set(states).size).to.equal(states.length);
  });
});

describe("the flow of a proposal", () => {
  for (const state of ProposalState.options)
    it(`allows in ${state} exactly: ${PROPOSALS[state] || "nothing"}`, () => {
      const said = PROPOSAL_STEPS.flatMap((step) => {
        const to = nextState(PROPOSAL_FLOW, state, step);
        return to ? [`${step}:${to}`] : [];
      });
      expect(said.join(" ")).to.equal(PROPOSALS[state]);
    });

  it("is known outside the office by its release alone", () => {
    for (const state of INSIDE)
      for (const [step, to] of Object.entries(PROPOSAL_FLOW[state]))
        if (!["discarded", "lapsed", ...INSIDE].includes(to)) expect(step).to.equal("release");
  });
});
