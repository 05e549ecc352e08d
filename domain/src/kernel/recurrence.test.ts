import { expect } from "chai";
import fc from "fast-check";
import { RRule } from "rrule";
import {
  addMonths,
  daysOf,
  firstDayOf,
  PERIOD_RULES,
  periodOf,
  writtenRule,
} from "./recurrence.ts";

const FROM = "2024-02-29";
const TEN_YEARS = 120;

/** The same days as rrule finds them, a port of dateutil's; in UTC its dates are days too. */
const daysByOther = (rule: string, from: string, through: string): string[] =>
  new RRule({
    ...RRule.parseString(rule),
    dtstart: new Date(`${from}T00:00:00Z`),
  })
    .between(new Date(`${from}T00:00:00Z`), new Date(`${through}T00:00:00Z`), true)
    .map((at) => at.toISOString().slice(0, 10));

const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const interval = fc.integer({ min: 1, max: 6 }).map((n) => `INTERVAL=${n}`);
const weekday = fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU");
const monthDay = fc.oneof(
  fc.integer({ min: 1, max: 31 }),
  fc.integer({ min: -31, max: -1 }),
  fc.constantFrom(28, 29, 30, 31, -1),
);
const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
const join = (...parts: string[]) => parts.join(";");

/** Rules as agreements and series have them: by days, weekdays, days of the month from either end, and weekdays of the month. */
const rule = fc.oneof(
  interval.map((every) => join("FREQ=DAILY", every)),
  fc
    .tuple(interval, fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }))
    .map(([every, days]) => join("FREQ=WEEKLY", every, `BYDAY=${days.join(",")}`, "WKST=MO")),
  fc
    .tuple(interval, monthDay)
    .map(([every, one]) => join("FREQ=MONTHLY", every, `BYMONTHDAY=${one}`)),
  fc
    .tuple(interval, fc.constantFrom(1, 2, 3, 4, -1), weekday)
    .map(([every, nth, one]) => join("FREQ=MONTHLY", every, `BYDAY=${nth}${one}`)),
  fc
    .tuple(months, monthDay)
    .map(([some, one]) => join("FREQ=YEARLY", `BYMONTH=${some.join(",")}`, `BYMONTHDAY=${one}`)),
  fc
    .tuple(interval, fc.constantFrom(1, 3, 5, 7, 8, 10, 12), monthDay)
    .map(([every, month, one]) =>
      join("FREQ=YEARLY", every, `BYMONTH=${month}`, `BYMONTHDAY=${one}`),
    ),
  interval.map((every) => join("FREQ=MONTHLY", every)),
  fc.constant("FREQ=YEARLY"),
  fc.constantFrom(...Object.values(PERIOD_RULES)),
);

describe("a recurrence", () => {
  it("has over ten years the days that another implementation finds", function () {
    this.timeout(60_000);
    let compared = 0;
    fc.assert(
      fc.property(rule, day, (given, from) => {
        const rrule = writtenRule(given, from);
        if (rrule === null) throw new Error(`refused: ${given}`);
        const through = addMonths(from, TEN_YEARS);
        const days = daysOf({ rrule, from, until: null }, from, through);
        expect(days, `${rrule} from ${from}`).to.deep.equal(daysByOther(rrule, from, through));
        compared += days.length;
      }),
      { numRuns: 1_000 },
    );
    expect(compared).to.be.above(50_000);
  });

  it("strikes every month: what a month lacks is its last day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 31 }), (from, date) => {
        const rrule = writtenRule(`FREQ=MONTHLY;BYMONTHDAY=${date}`, from) ?? "";
        const days = daysOf({ rrule, from, until: null }, from, addMonths(from, 24));
        for (const one of days) {
          const last = Number(addMonths(`${one.slice(0, 7)}-31`, 0).slice(8));
          expect(Number(one.slice(8))).to.equal(Math.min(date, last));
        }
        expect(new Set(days.map((one) => one.slice(0, 7))).size).to.equal(days.length);
        expect(days.length).to.be.within(24, 25);
      }),
    );
  });

  it("that began on a leap day comes each year", () => {
    const rrule = writtenRule("FREQ=YEARLY", FROM) ?? "";
    expect(daysOf({ rrule, from: FROM, until: null }, FROM, "2028-12-31")).to.deep.equal([
      "2024-02-29",
      "2025-02-28",
      "2026-02-28",
      "2027-02-28",
      "2028-02-29",
    ]);
  });

  it("says which text is no rule, and which leaves the end of a month open", () => {
    for (const text of [
      "",
      "FREQ=HOURLY",
      "INTERVAL=2",
      "FREQ=MONTHLY;BYMONTHDAY=32",
      "FREQ=MONTHLY;BYMONTHDAY=0",
      "FREQ=DAILY;COUNT=3",
      "FREQ=DAILY;UNTIL=20270101",
      "FREQ=DAILY;FREQ=WEEKLY",
      "FREQ=DAILY;BYHOUR=9",
      "FREQ=MONTHLY;BYMONTHDAY=15,31",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=1,2;BYMONTHDAY=31",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    ])
      expect(writtenRule(text, FROM), text).to.equal(null);
    const december = "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=31";
    expect(writtenRule(december, FROM), "every December has it").to.equal(december);
    const once = writtenRule("FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=30", FROM) ?? "";
    expect(once).to.equal("FREQ=MONTHLY;BYMONTH=2,6;BYMONTHDAY=28,29,30;BYSETPOS=-1");
    expect(writtenRule(once, FROM), "written twice").to.equal(once);
  });

  it("begins and ends with its days, and leaves out its exceptions", () => {
    const monthly = { rrule: PERIOD_RULES.month, from: "2026-01-31", until: "2026-04-30" };
    expect(daysOf(monthly, "2020-01-01", "2030-01-01")).to.deep.equal([
      "2026-01-31",
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
    ]);
    expect(
      daysOf({ ...monthly, except: ["2026-02-28"] }, "2026-02-01", "2026-03-31"),
    ).to.deep.equal(["2026-03-31"]);
    expect(daysOf(monthly, "2026-05-01", "2026-12-31")).to.deep.equal([]);
  });

  it("names the periods of the civil calendar", () => {
    const names = (["month", "quarter", "half_year", "year"] as const).map((unit) => [
      periodOf("2026-09-30", unit),
      firstDayOf("2026-09-30", unit),
    ]);
    expect(names).to.deep.equal([
      ["2026-09", "2026-09-01"],
      ["2026-Q3", "2026-07-01"],
      ["2026-H2", "2026-07-01"],
      ["2026", "2026-01-01"],
    ]);
  });

  it("counts months from the end of a longer one", () => {
    expect(addMonths("2026-01-31", 1)).to.equal("2026-02-28");
    expect(addMonths("2026-11-30", 13)).to.equal("2027-12-30");
    expect(addMonths("2027-12-31", -10)).to.equal("2027-02-28");
  });
});
