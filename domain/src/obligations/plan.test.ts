import { expect } from "chai";
import fc from "fast-check";
import type { WorkCalendar } from "../kernel/clock.ts";
import { addMonths } from "../kernel/recurrence.ts";
import { CADENCES, ObligationTerms } from "./contract.ts";
import { horizonOf, lastDayOf, owedOf, plannedOf, reconcile, ruleOf } from "./plan.ts";
import type { OccurrenceRecord } from "./record.ts";

const CALENDAR: WorkCalendar = {
  days: { "2027-01-01": false, "2026-09-30": true },
  publishedThrough: 2026,
};
const ORDER = ["321084", "341181", "321023"];
const ID = "01930000-0000-7000-8000-000000000001";

const terms = (given: Record<string, unknown>): ObligationTerms =>
  ObligationTerms.parse({
    kind: "other",
    title: "事项",
    responsible: { who: "each" },
    recurrence: { every: "quarter" },
    from: "2026-01-01",
    ...given,
  });
const source = (given: Record<string, unknown>, ended: OccurrenceEnd = null) => {
  const made = terms(given);
  return { _id: ID, terms: made, rrule: ruleOf(made) ?? null, ended };
};
type OccurrenceEnd = Parameters<typeof lastDayOf>[0]["ended"];
const stamp = { officerId: "", name: "", role: "", officeId: "", at: new Date(0) };

const untouched = (one: { _id: string; opensOn: string; anchor: string }): OccurrenceRecord =>
  ({
    ...one,
    phase: "pending",
    event: null,
    evidence: [],
    requests: [],
  }) as unknown as OccurrenceRecord;

describe("what is planned", () => {
  const planned = (given: Record<string, unknown>, through = "2026-12-31") =>
    plannedOf(source(given), "2026-01-01", through, CALENDAR);

  it("is each period with its window: 月通报 by the fifth working day of the next month", () => {
    const [first] = planned({ ...CADENCES.monthly_bulletin }, "2026-02-28");
    expect(first).to.deep.equal({
      period: "2026-01",
      anchor: "2026-01-31",
      opensOn: "2026-01-01",
      dueOn: "2026-02-06",
      provisional: false,
    });
  });

  it("ends with its period, or on the next working day", () => {
    // 2026-05-31 is a Sunday.
    const days = planned({ recurrence: { every: "month" } }).map((one) => one.dueOn);
    expect(days[4]).to.equal("2026-06-01");
    expect(days[2]).to.equal("2026-03-31");
  });

  it("is the days of a rule, one day, or nothing before an event", () => {
    const rule = { recurrence: { every: "rule", rrule: "FREQ=MONTHLY;BYMONTHDAY=31" } };
    expect(planned(rule, "2026-04-30").map((one) => one.period)).to.deep.equal([
      "2026-01-31",
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
    ]);
    const once = planned({ recurrence: { every: "once", on: "2026-06-01" } });
    expect(once).to.have.length(1);
    expect(once[0]).to.include({ opensOn: "2026-01-01", dueOn: "2026-06-01" });
    expect(planned({ recurrence: { every: "event" } })).to.deep.equal([]);
    expect(
      ruleOf(terms({ recurrence: { every: "rule", rrule: "FREQ=MONTHLY;BYMONTHDAY=15,31" } })),
    ).to.equal(undefined);
  });

  it("opens so many days before, and is provisional where the calendar is", () => {
    const [year] = planned({ ...CADENCES.yearly_review });
    expect(year).to.include({ period: "2026", opensOn: "2026-12-01", provisional: true });
  });

  it("stops with the terms, or the day before it ended", () => {
    expect(planned({ until: "2026-06-30" })).to.have.length(2);
    const ended = { on: "2026-06-30", reason: "", by: stamp };
    expect(plannedOf(source({}, ended), "2026-01-01", "2026-12-31", CALENDAR)).to.have.length(1);
    expect(lastDayOf(source({ until: "2026-03-01" }, ended))).to.equal("2026-03-01");
  });

  it("reaches to the end of the thirteenth month", () => {
    expect(horizonOf("2026-11-24")).to.equal("2027-12-31");
    expect(horizonOf("2027-01-31")).to.equal("2028-02-29");
  });
});

describe("what is owed", () => {
  const of = (given: Record<string, unknown>, first: string | null) => {
    const one = source(given);
    const planned = plannedOf(one, "2026-01-01", "2026-12-31", CALENDAR);
    return owedOf(one, planned, { order: ORDER, first });
  };

  it("falls to each party, to one, or round in signing order from whose turn it is", () => {
    expect(of({}, null)).to.have.length(12);
    const one = of({ responsible: { who: "office", officeId: "341181" } }, null);
    expect(one.map(({ officeId }) => officeId)).to.deep.equal(Array(4).fill("341181"));
    expect(of({ responsible: { who: "office", officeId: "110000" } }, null)).to.deep.equal([]);
    const round = (first: string | null) =>
      of({ responsible: { who: "rotation" } }, first).map(({ officeId }) => officeId);
    expect(round(null)).to.deep.equal(["321084", "341181", "321023", "321084"]);
    expect(round("321023")).to.deep.equal(["321023", "321084", "341181", "321023"]);
  });

  it("has an id that follows from obligation and period alone", () => {
    const ids = new Set(of({}, null).map(({ _id }) => _id));
    expect(ids.size).to.equal(12);
    expect(of({ responsible: { who: "rotation" } }, "321023").map(({ _id }) => _id)).to.deep.equal(
      of({ responsible: { who: "rotation" } }, "341181").map(({ _id }) => _id),
    );
  });
});

describe("a changed rule", () => {
  const day = fc
    .date({ min: new Date("2026-01-01"), max: new Date("2027-06-30"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const every = fc.constantFrom("month", "quarter", "half_year", "year");

  it("touches only what has not opened yet", () => {
    fc.assert(
      fc.property(every, every, day, (before, after, today) => {
        const through = horizonOf(today);
        const owed = (unit: string) => {
          const one = source({ recurrence: { every: unit } });
          const planned = plannedOf(one, "2026-01-01", through, CALENDAR);
          return owedOf(one, planned, { order: ORDER, first: null });
        };
        const existing = owed(before).map(untouched);
        const { make, keep, drop } = reconcile(existing, owed(after), {
          today,
          madeThrough: through,
        });
        const left = existing.filter((one) => !drop.includes(one._id));
        for (const one of existing)
          if (one.opensOn <= today) expect(drop, one._id).not.to.include(one._id);
        for (const one of [...make, ...keep]) expect(one.opensOn > today).to.equal(true);
        const wanted = new Set(owed(after).map((one) => one._id));
        for (const one of left) expect(wanted.has(one._id) || one.opensOn <= today).to.equal(true);
        if (before === after) expect([make, drop]).to.deep.equal([[], []]);
      }),
    );
  });

  it("makes all at first, and afterwards what lies beyond", () => {
    const one = source({});
    const owed = (through: string) =>
      owedOf(one, plannedOf(one, "2026-01-01", through, CALENDAR), {
        order: ORDER,
        first: null,
      });
    const first = reconcile([], owed("2026-12-31"), { today: "2026-11-24", madeThrough: null });
    expect(first.make).to.have.length(12);
    const existing = first.make.map(untouched);
    const next = addMonths("2026-12-31", 3);
    const later = reconcile(existing, owed(next), {
      today: "2027-05-01",
      madeThrough: "2026-12-31",
    });
    expect(later.make.map(({ period }) => period)).to.deep.equal(Array(3).fill("2027-Q1"));
  });
});
