import { expect } from "chai";
import { newSending, NO_TERMS, partnersFirst, termsOf } from "./send-values.ts";

const ordinary = { ...NO_TERMS, accept: { unit: "working_days", count: 5 } as const };
const urgent = { ...NO_TERMS, sign: { unit: "hours", count: 24 } as const };
const agreed = { ordinary, urgent };

describe("what is filled in for sending", () => {
  it("never begins with who reported the lead", () => {
    expect(newSending([]).sections).to.not.include("reporter");
    expect(newSending(["a"]).materials).to.deep.equal(["a"]);
  });

  it("takes what is agreed for its urgency, until it has periods of its own", () => {
    const values = newSending([]);
    expect(termsOf(values, agreed)).to.equal(ordinary);
    expect(termsOf({ ...values, urgency: "urgent" }, agreed)).to.equal(urgent);
    expect(termsOf({ ...values, ownTerms: true, terms: urgent }, agreed)).to.equal(urgent);
    expect(termsOf(values, undefined)).to.deep.equal(NO_TERMS);
  });

  it("runs no clock on a notice, which asks nothing of the other side", () => {
    expect(termsOf({ ...newSending([]), kind: "notice" }, agreed)).to.deep.equal(NO_TERMS);
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
