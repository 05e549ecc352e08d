import { expect } from "chai";
import type { LeadState } from "@hub/domain/leads/contract";
import {
  newSending,
  NO_TERMS,
  partnersFirst,
  runsAsAgreed,
  termsOf,
  transferBar,
} from "./send-values.ts";

const ordinary = { ...NO_TERMS, accept: { unit: "working_days", count: 5 } as const };
const urgent = { ...NO_TERMS, sign: { unit: "hours", count: 24 } as const };
const agreed = { ordinary, urgent };

describe("what is filled in for sending", () => {
  it("never begins with who reported the lead", () => {
    expect(newSending({ materials: [] }).sections).to.not.include("reporter");
    expect(newSending({ materials: ["a"] }).materials).to.deep.equal(["a"]);
  });

  it("takes what is agreed for its urgency, until it has periods of its own", () => {
    const values = newSending({ materials: [] });
    expect(termsOf(values, agreed)).to.equal(ordinary);
    expect(termsOf({ ...values, urgency: "urgent" }, agreed)).to.equal(urgent);
    expect(termsOf({ ...values, ownTerms: true, terms: urgent }, agreed)).to.equal(urgent);
    expect(termsOf(values, undefined)).to.deep.equal(NO_TERMS);
  });

  it("knows a draft that runs as agreed from one with periods of its own", () => {
    const draft = { kind: "transfer", urgency: "ordinary", terms: ordinary } as const;
    expect(runsAsAgreed(draft, agreed)).to.equal(true);
    expect(runsAsAgreed({ ...draft, terms: urgent }, agreed)).to.equal(false);
    expect(runsAsAgreed({ ...draft, terms: NO_TERMS }, undefined)).to.equal(true);
  });

  it("runs no clock on a notice, which asks nothing of the other side", () => {
    const notice = newSending({ materials: [], kind: "notice" });
    expect(termsOf(notice, agreed)).to.deep.equal(NO_TERMS);
  });

  it("offers no transfer of a lead that was decided on, or that another office was asked to take", () => {
    const out = (state: string, fromOfficeId = "321084") => ({
      id: "x",
      kind: "transfer",
      state,
      fromOfficeId,
      toOfficeId: "341181",
      at: "2026-11-20T00:00:00.000Z",
      lastFeedback: null,
      dueAt: null,
      held: false,
    });
    const bar = (state: LeadState, ...exchanges: ReturnType<typeof out>[]) =>
      transferBar({ officeId: "321084", state, exchanges });
    expect(bar("evaluating")).to.equal(null);
    expect(bar("filed")).to.equal("lead_state");
    expect(bar("evaluating", out("arrived"))).to.equal("in_transfer");
    expect(bar("evaluating", out("reviewing"), out("withdrawn"), out("redirected"))).to.equal(null);
    expect(bar("evaluating", out("accepted", "341181")), "how it came").to.equal(null);
  });

  it("puts partners first and keeps division codes in order", () => {
    const none = { ordinary: NO_TERMS, urgent: NO_TERMS };
    const { partners, others } = partnersFirst([
      { officeId: "341182", ...none },
      { officeId: "341181", ...agreed },
      { officeId: "320831", ...none },
      { officeId: "321023", ordinary: NO_TERMS, urgent },
    ]);
    expect(partners.map((one) => one.officeId)).to.deep.equal(["321023", "341181"]);
    expect(others.map((one) => one.officeId)).to.deep.equal(["320831", "341182"]);
  });
});
