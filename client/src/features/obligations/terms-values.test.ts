import { ObligationTerms, type Recurrence } from "@hub/domain/obligations/contract";
import { expect } from "chai";
import { CADENCE_NAMES, plainValues, termsOf, valuesOf, valuesOfCadence } from "./terms-values.ts";

const terms = (given: Partial<ObligationTerms>): ObligationTerms => ({
  kind: "patrol",
  title: "联合巡湖",
  responsible: { who: "rotation" },
  recurrence: { every: "quarter", times: 2 },
  window: { opensBefore: 15, due: { unit: "working_days", count: 5 } },
  evidence: ["action", "record"],
  confirmation: "one",
  from: "2026-03-01",
  until: null,
  ...given,
});

describe("termsOf", () => {
  const recurrences: Recurrence[] = [
    { every: "month", times: 1 },
    { every: "year", times: 3 },
    { every: "rule", rrule: "FREQ=MONTHLY;BYMONTHDAY=31" },
    { every: "rule", rrule: "FREQ=MONTHLY;BYDAY=1MO" },
    { every: "event" },
    { every: "once", on: "2026-12-01" },
  ];
  for (const recurrence of recurrences)
    it(`gives back ${JSON.stringify(recurrence)} as it was read`, () => {
      const given = terms({ recurrence });
      expect(termsOf(valuesOf(given))).to.deep.equal(given);
    });

  it("gives back a named office, an end and a window without bounds", () => {
    const given = terms({
      responsible: { who: "office", officeId: "321084" },
      window: { opensBefore: null, due: null },
      until: "2027-12-31",
    });
    expect(termsOf(valuesOf(given))).to.deep.equal(given);
  });

  for (const name of CADENCE_NAMES)
    it(`makes of ${name} what the contract takes`, () => {
      const made = termsOf({ ...plainValues("2026-01-01"), ...valuesOfCadence(name) });
      expect(ObligationTerms.safeParse(made).success).to.equal(true);
    });

  it("leaves a day that is missing for the contract to ask for", () => {
    const made = termsOf({ ...plainValues("2026-01-01"), title: "季会商", every: "once" });
    const { error } = ObligationTerms.safeParse(made);
    expect(error?.issues.map(({ path }) => path.join("."))).to.deep.equal(["recurrence.on"]);
  });
});
