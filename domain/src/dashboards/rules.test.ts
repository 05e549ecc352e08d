import { expect } from "chai";
import fc from "fast-check";
import { addDays, stateOn } from "../obligations/state.ts";
import { cellsOf, packed } from "../obligations/tally.ts";
import { longestOverdue, milestonesOf, standingOf, statesOf, stripOf } from "./rules.ts";

const TODAY = "2026-11-24";
const day = fc.integer({ min: -700, max: 400 }).map((days) => addDays(TODAY, days));
const occurrence = fc
  .record({
    officeId: fc.constantFrom("321084", "341181"),
    phase: fc.constantFrom(
      "pending" as const,
      "submitted" as const,
      "met" as const,
      "waived" as const,
    ),
    opensOn: day,
    length: fc.integer({ min: 0, max: 60 }),
    deferred: fc.boolean(),
    late: fc.boolean(),
  })
  .map(({ length, ...one }) => ({ ...one, dueOn: addDays(one.opensOn, length) }));

describe("a board", () => {
  it("says of packed counts what it would say of every single occurrence", () => {
    fc.assert(
      fc.property(
        fc.array(occurrence, { maxLength: 60 }),
        fc.constantFrom(2025, 2026, 2027),
        (all, year) => {
          const single = all.map((one) => ({ ...one, n: 1 }));
          const cells = cellsOf(packed(all));
          expect(cells.reduce((n, cell) => n + cell.n, 0)).to.equal(all.length);
          expect(statesOf(cells, year, TODAY)).to.deep.equal(statesOf(single, year, TODAY));
          expect(stripOf(cells, year, TODAY)).to.deep.equal(stripOf(single, year, TODAY));
          expect(standingOf(cells, {}, year, TODAY)).to.deep.equal(
            standingOf(single, {}, year, TODAY),
          );
          expect(longestOverdue(cells, TODAY)).to.equal(longestOverdue(single, TODAY));
        },
      ),
    );
  });

  it("counts in a year what falls due in it, and what is owed from before", () => {
    const of = (dueOn: string) => ({
      officeId: "321084",
      phase: "pending" as const,
      opensOn: "2025-01-01",
      dueOn,
      deferred: false,
      late: false,
      n: 1,
    });
    const cells = [of("2025-12-31"), of("2026-11-23"), of("2026-11-30"), of("2027-01-31")];
    expect(statesOf(cells, 2026, TODAY)).to.deep.equal({ overdue: 2, due_soon: 1 });
    expect(statesOf(cells, 2027, TODAY)).to.deep.equal({ overdue: 2, open: 1 });
    expect(longestOverdue(cells, TODAY)).to.equal(328);
    const { overdue, due } = standingOf(cells, {}, 2026, TODAY);
    expect(overdue.map(({ age, n }) => [age, n])).to.deep.equal([
      ["1_7", 1],
      ["8_30", 0],
      ["31_90", 0],
      ["over_90", 1],
    ]);
    expect(due.map(({ within, n }) => [within, n])).to.deep.equal([
      ["0_7", 1],
      ["8_30", 0],
      ["31_90", 1],
      ["over_90", 0],
    ]);
    for (const cell of cells)
      expect(stateOn(cell, TODAY) === "overdue").to.equal(cell.dueOn < TODAY);
  });

  it("has assessment and expiry before it, the nearer first, and no assessment that was held", () => {
    const given = { values: { assessOn: "2027-05-01" }, inForce: { until: "2026-12-24" } };
    expect(milestonesOf({ ...given, assessments: [] }, TODAY)).to.deep.equal([
      { kind: "expiry", on: "2026-12-24", days: 30 },
      { kind: "assessment", on: "2027-05-01", days: 158 },
    ]);
    expect(
      milestonesOf({ ...given, inForce: null, assessments: [{ on: "2027-05-02" }] }, TODAY),
    ).to.deep.equal([]);
  });
});
