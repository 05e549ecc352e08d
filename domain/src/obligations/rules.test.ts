import { expect } from "chai";
import { afterTurnOf, turnOf } from "./rules.ts";

const party = (officeId: string | null, leftOn: string | null = null) => ({
  id: officeId ?? "outside",
  officeId,
  leftOn,
  departmentId: null,
  team: [],
  approved: null,
  consent: null,
  sealed: null,
});

describe("轮值", () => {
  const three = { parties: [party("A"), party("B"), party("C")] };

  it("begins with the first party and goes round in signing order", () => {
    expect(turnOf(three, null)).to.equal("A");
    expect(["A", "B", "C"].map((one) => afterTurnOf(three, one))).to.deep.equal(["B", "C", "A"]);
  });

  it("passes over who has left, and whose turn it was falls to the one after", () => {
    const left = { parties: [party("A"), party("B", "2026-11-01"), party("C")] };
    expect(turnOf(left, "B")).to.equal("C");
    expect([afterTurnOf(left, "A"), afterTurnOf(left, "B")]).to.deep.equal(["C", "C"]);
  });

  it("finds who left and came again where it stands now", () => {
    const again = { parties: [party("A", "2026-11-01"), party("B"), party("C"), party("A")] };
    expect(["A", "B", "C"].map((one) => afterTurnOf(again, one))).to.deep.equal(["B", "C", "A"]);
  });

  it("is nobody's where no party has an account", () => {
    expect([
      turnOf({ parties: [party(null)] }, null),
      afterTurnOf({ parties: [] }, "A"),
    ]).to.deep.equal([null, null]);
  });
});
