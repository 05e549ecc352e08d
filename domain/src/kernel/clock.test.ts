import { expect } from "chai";
import fc from "fast-check";
import {
  dayOf,
  daysOverdue,
  dueAt,
  isProvisional,
  isWorkingDay,
  type WorkCalendar,
} from "./clock.ts";

/** National Day 2026: 1-7 October off, made up for on 20 September and 10 October. */
const calendar: WorkCalendar = {
  days: {
    "2026-09-20": true,
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`2026-10-0${day}`, false])),
    "2026-10-10": true,
  },
  publishedThrough: 2026,
};

describe("dueAt", () => {
  const at = (text: string) => new Date(`${text}+08:00`);
  const table: [string, Parameters<typeof dueAt>[0], Parameters<typeof dueAt>[1], string][] = [
    [
      "hours run from the instant, through the night",
      at("2026-09-30T20:00:00"),
      { unit: "hours", count: 24 },
      "2026-10-01T20:00:00",
    ],
    [
      "days leave out the first",
      at("2026-09-21T09:00:00"),
      { unit: "days", count: 3 },
      "2026-09-24T23:59:59.999",
    ],
    [
      "days ending on a holiday roll on to the next worked day",
      at("2026-09-28T09:00:00"),
      { unit: "days", count: 5 },
      "2026-10-08T23:59:59.999",
    ],
    [
      "working days skip the holidays",
      at("2026-09-29T09:00:00"),
      { unit: "working_days", count: 5 },
      "2026-10-12T23:59:59.999",
    ],
    [
      "a make-up Saturday is worked",
      at("2026-10-09T09:00:00"),
      { unit: "working_days", count: 1 },
      "2026-10-10T23:59:59.999",
    ],
    [
      "a minute past midnight in Shanghai is the new day",
      at("2026-09-22T00:01:00"),
      { unit: "days", count: 1 },
      "2026-09-23T23:59:59.999",
    ],
  ];
  for (const [name, from, period, expected] of table)
    it(name, () => {
      expect(dueAt(from, period, calendar).toISOString()).to.equal(at(expected).toISOString());
    });

  it("ends on a worked day, whatever the day and the count", () => {
    fc.assert(
      fc.property(
        fc.date({
          min: at("2026-01-01T00:00:00"),
          max: at("2026-12-31T00:00:00"),
          noInvalidDate: true,
        }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("days" as const, "working_days" as const),
        (from, count, unit) => {
          const due = dueAt(from, { unit, count }, calendar);
          expect(due > from).to.equal(true);
          expect(isWorkingDay(dayOf(due), calendar)).to.equal(true);
        },
      ),
    );
  });
});

describe("daysOverdue", () => {
  const due = new Date("2026-11-20T16:00:00Z");
  for (const [now, days] of [
    ["2026-11-20T16:00:00Z", 0],
    ["2026-11-20T16:00:01Z", 1],
    ["2026-11-22T15:59:59Z", 2],
    ["2026-11-22T16:00:01Z", 3],
  ] as const)
    it(`counts ${days} at ${now}`, () => {
      expect(daysOverdue(due, new Date(now))).to.equal(days);
    });
});

describe("isProvisional", () => {
  it("doubts a day beyond the last published year", () => {
    expect(isProvisional(new Date("2026-12-31T15:00:00Z"), calendar)).to.equal(false);
    expect(isProvisional(new Date("2026-12-31T17:00:00Z"), calendar)).to.equal(true);
  });
});
