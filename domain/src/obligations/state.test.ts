import { expect } from "chai";
import fc from "fast-check";
import { OccurrenceState } from "./contract.ts";
import type { Evidence, OccurrenceRecord, OccurrenceRequest } from "./record.ts";
import {
  addDays,
  conditionOf,
  daysBetween,
  metOn,
  overdueOn,
  phaseOf,
  stateOn,
  stepsOf,
} from "./state.ts";

const TODAY = "2026-11-24";
const OWN = "321084";
const OTHERS = ["341181", "321023"];

const stamp = (officeId: string) => ({
  officerId: officeId,
  name: "",
  role: "",
  officeId,
  at: new Date(0),
});
const evidence = (on: string, isRefuted = false): Evidence => ({
  id: on,
  kind: "record",
  ref: null,
  text: "",
  files: [],
  on,
  digest: "",
  by: stamp(OWN),
  refuted: isRefuted ? { by: stamp(OTHERS[0] ?? ""), reason: "" } : null,
});

type Facts = Parameters<typeof phaseOf>[0];
const facts = (given: Partial<Facts> = {}): Facts => ({
  officeId: OWN,
  partyIds: [OWN, ...OTHERS],
  times: 1,
  confirmation: "none",
  confirmed: [],
  evidence: [],
  requests: [],
  ...given,
});
const said = (...officeIds: string[]) => officeIds.map((id) => ({ id, by: stamp(id) }));

const dated = (given: Partial<Parameters<typeof stateOn>[0]> = {}) => ({
  phase: "pending" as const,
  deferred: false,
  opensOn: "2026-10-01",
  dueOn: "2026-12-31",
  ...given,
});

/** Whether a document is found by a condition, of the few operators that conditions use. */
function matches(one: Record<string, unknown>, condition: Record<string, unknown>): boolean {
  return Object.entries(condition).every(([name, wanted]) => {
    const value = one[name];
    if (typeof wanted !== "object" || wanted === null) return value === wanted;
    return Object.entries(wanted as Record<string, string>).every(([operator, bound]) => {
      const text = String(value);
      if (operator === "$gt") return text > bound;
      if (operator === "$gte") return text >= bound;
      if (operator === "$lt") return text < bound;
      return text <= bound;
    });
  });
}

describe("an occurrence", () => {
  it("stands in its state by dates and facts", () => {
    const table: [OccurrenceState, Partial<Parameters<typeof stateOn>[0]>][] = [
      ["open", {}],
      ["ahead", { opensOn: "2026-11-25" }],
      ["due_soon", { dueOn: "2026-12-01" }],
      ["open", { dueOn: "2026-12-02" }],
      ["due_soon", { dueOn: TODAY }],
      ["overdue", { dueOn: "2026-11-23" }],
      ["deferred", { deferred: true }],
      ["overdue", { deferred: true, dueOn: "2026-11-23" }],
      ["submitted", { phase: "submitted", dueOn: "2026-11-01" }],
      ["met", { phase: "met", dueOn: "2026-11-01" }],
      ["waived", { phase: "waived", opensOn: "2027-01-01" }],
    ];
    for (const [state, given] of table)
      expect(stateOn(dated(given), TODAY), JSON.stringify(given)).to.equal(state);
  });

  it("is found by the store in exactly the state that is shown", () => {
    const day = fc.integer({ min: -40, max: 40 }).map((days) => addDays(TODAY, days));
    const one = fc.record({
      phase: fc.constantFrom(
        "pending" as const,
        "submitted" as const,
        "met" as const,
        "waived" as const,
      ),
      deferred: fc.boolean(),
      opensOn: day,
      dueOn: day,
    });
    fc.assert(
      fc.property(one, (given) => {
        const found = OccurrenceState.options.filter((state) =>
          matches(given, conditionOf(state, TODAY)),
        );
        expect(found).to.deep.equal([stateOn(given, TODAY)]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is late by whole days, and never while it waits for a word", () => {
    expect(overdueOn(dated({ dueOn: "2026-11-20" }), TODAY)).to.equal(4);
    expect(overdueOn(dated({ dueOn: TODAY }), TODAY)).to.equal(0);
    expect(overdueOn(dated({ dueOn: "2026-11-20", phase: "submitted" }), TODAY)).to.equal(0);
    expect(daysBetween("2026-02-28", "2026-03-01")).to.equal(1);
  });

  it("is done when it was done as often as asked for and said to be", () => {
    const done = [evidence("2026-11-02")];
    const [one = "", other = ""] = OTHERS;
    const table: [string, Partial<Facts>][] = [
      ["pending", {}],
      ["met", { evidence: done }],
      ["pending", { evidence: done, times: 2 }],
      ["met", { evidence: [...done, evidence("2026-11-09")], times: 2 }],
      ["pending", { evidence: [evidence("2026-11-02", true)] }],
      ["submitted", { evidence: done, confirmation: "one" }],
      ["met", { evidence: done, confirmation: "one", confirmed: said(one) }],
      ["submitted", { evidence: done, confirmation: "all", confirmed: said(one) }],
      ["submitted", { evidence: done, confirmation: "all", confirmed: said(one, OWN) }],
      ["met", { evidence: done, confirmation: "all", confirmed: said(one, other) }],
      // Whoever left since has no word any more.
      ["met", { evidence: done, confirmation: "all", confirmed: said(one), partyIds: [OWN, one] }],
      ["met", { evidence: done, confirmation: "one", partyIds: [OWN] }],
    ];
    for (const [phase, given] of table)
      expect(phaseOf(facts(given)), JSON.stringify(given)).to.equal(phase);
  });

  it("is waived by an agreed request alone", () => {
    const request = (outcome: OccurrenceRequest["outcome"]): OccurrenceRequest => ({
      id: "",
      kind: "waive",
      reason: "",
      to: null,
      by: stamp(OWN),
      answers: [],
      outcome,
    });
    for (const outcome of [null, "declined", "withdrawn"] as const)
      expect(phaseOf(facts({ requests: [request(outcome)] }))).to.equal("pending");
    expect(phaseOf(facts({ requests: [request("agreed")] }))).to.equal("waived");
  });

  it("was done on the day on which it was done for the last time needed", () => {
    const days = [evidence("2026-11-09"), evidence("2026-11-02"), evidence("2026-11-01", true)];
    expect(metOn({ evidence: days, times: 1 })).to.equal("2026-11-02");
    expect(metOn({ evidence: days, times: 2 })).to.equal("2026-11-09");
    expect(metOn({ evidence: days, times: 3 })).to.equal(null);
  });

  it("reminds a week ahead, or by a quarter of a short window, and then climbs", () => {
    const days = (one: Pick<OccurrenceRecord, "opensOn" | "dueOn">) =>
      stepsOf(one).map((at) => at.toISOString());
    expect(days({ opensOn: "2026-10-01", dueOn: "2026-12-31" })).to.deep.equal([
      "2026-12-24T15:59:59.999Z",
      "2026-12-31T16:00:00.000Z",
      "2027-01-01T15:59:59.999Z",
      "2027-01-03T15:59:59.999Z",
    ]);
    expect(days({ opensOn: "2026-11-01", dueOn: "2026-11-04" })[0]).to.equal(
      "2026-11-03T15:59:59.999Z",
    );
  });
});
