import { RuleText } from "@hub/domain/obligations/contract";
import { expect } from "chai";
import fc from "fast-check";
import { dayRuleOf, PLAIN_RULE, ruleTextOf, WEEKDAYS, type DayRule } from "./day-rule.ts";

const aRule = (given: Partial<DayRule>): DayRule => ({ ...PLAIN_RULE, ...given });

describe("ruleTextOf", () => {
  const said: [DayRule, string][] = [
    [aRule({ unit: "weekly", weekday: "FR" }), "FREQ=WEEKLY;BYDAY=FR"],
    [aRule({ unit: "weekly", interval: 2, weekday: "TU" }), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"],
    [aRule({ unit: "monthly", day: 31 }), "FREQ=MONTHLY;BYMONTHDAY=31"],
    [aRule({ unit: "yearly", month: 6, day: 5 }), "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5"],
  ];
  for (const [rule, text] of said)
    it(`writes ${text}`, () => {
      expect(ruleTextOf(rule)).to.equal(text);
    });

  it("writes what the contract takes, and what is read back as the same rule", () => {
    const rules = fc.record({
      unit: fc.constantFrom("weekly", "monthly", "yearly"),
      interval: fc.integer({ min: 1, max: 52 }),
      weekday: fc.constantFrom(...WEEKDAYS),
      day: fc.integer({ min: 1, max: 31 }),
      month: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(rules, (rule) => {
        const text = RuleText.parse(ruleTextOf(rule));
        const back = dayRuleOf(text);
        expect(back && ruleTextOf(back)).to.equal(text);
      }),
    );
  });
});

describe("dayRuleOf", () => {
  for (const text of ["FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=1MO"])
    it(`leaves ${text} as it is written`, () => {
      expect(dayRuleOf(text)).to.equal(null);
    });
});
