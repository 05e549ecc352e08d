import { writtenRule } from "@hub/domain/kernel/recurrence";
import { expect } from "chai";
import { rhythmOf, RHYTHMS, RULE } from "./rule-text.ts";

describe("rhythmOf", () => {
  for (const rhythm of RHYTHMS)
    it(`knows ${rhythm} again when the hub has written its day into the rule`, () => {
      const written = writtenRule(RULE[rhythm], "2026-12-04");
      expect(written).to.not.equal(RULE[rhythm]);
      expect(rhythmOf(written ?? "")).to.equal(rhythm);
    });

  it("knows none in the last Friday of a month", () => {
    expect(rhythmOf("FREQ=MONTHLY;BYDAY=-1FR")).to.equal(null);
  });
});
