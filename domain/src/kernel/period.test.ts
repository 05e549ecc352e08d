import { expect } from "chai";
import { periodParts } from "./period.ts";

describe("periodParts", () => {
  for (const [period, parts] of [
    ["2026-03", { unit: "month", year: "2026", nth: "3" }],
    ["2026-Q4", { unit: "quarter", year: "2026", nth: "4" }],
    ["2026-H2", { unit: "half", year: "2026", nth: "2" }],
    ["2026", { unit: "year", year: "2026", nth: "" }],
    ["2026-11-05", null],
    ["非法捕捞线索", null],
  ] as const)
    it(`reads ${period}`, () => {
      expect(periodParts(period)).to.deep.equal(parts);
    });
});
