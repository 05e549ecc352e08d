import type { OccurrenceRow } from "@hub/domain/obligations/contract";
import { expect } from "chai";
import { filtersOf } from "./filters.ts";
import { lastDayOf, monthsOf, monthsOfCounts, monthsOfRows, stripMove } from "./strip.ts";

const queryOf = (to: string) => filtersOf(new URL(to, "http://hub").searchParams);

describe("monthsOfCounts", () => {
  const strip = monthsOf(2028).map((month) => ({
    month,
    counts: month === "2028-02" ? { met: 3, overdue: 1, ahead: 0 } : {},
  }));
  const months = monthsOfCounts(strip, { agreementId: "0199b0b0-0000-7000-8000-000000000001" });

  it("puts what presses before what is done, and leaves out what there is none of", () => {
    expect(months[1]?.marks.map(({ state, n }) => [state, n])).to.deep.equal([
      ["overdue", 1],
      ["met", 3],
    ]);
    expect(months[0]?.marks).to.deep.equal([]);
  });

  it("leads to the list of that state, month and agreement", () => {
    expect(queryOf(months[1]?.marks[0]?.to ?? "")).to.deep.equal({
      agreementId: "0199b0b0-0000-7000-8000-000000000001",
      state: "overdue",
      from: "2028-02-01",
      to: "2028-02-29",
    });
  });
});

describe("monthsOfRows", () => {
  it("puts each occurrence into the month in which it is due", () => {
    const row = { id: "one", state: "met", dueOn: "2026-12-31" } as OccurrenceRow;
    const months = monthsOfRows(2026, [row]);
    expect(months.flatMap(({ month, marks }) => marks.map(({ to }) => [month, to]))).to.deep.equal([
      ["2026-12", "/occurrences/one"],
    ]);
    expect(months).to.have.length(12);
  });
});

describe("lastDayOf", () => {
  for (const [month, day] of [
    ["2026-02", "2026-02-28"],
    ["2028-02", "2028-02-29"],
    ["2026-12", "2026-12-31"],
    ["2026-04", "2026-04-30"],
  ] as const)
    it(`answers ${day} for ${month}`, () => {
      expect(lastDayOf(month)).to.equal(day);
    });
});

describe("stripMove", () => {
  for (const [key, at, to] of [
    ["ArrowRight", 0, 1],
    ["ArrowRight", 4, 4],
    ["ArrowLeft", 0, 0],
    ["Home", 3, 0],
    ["End", 1, 4],
    ["Tab", 1, null],
  ] as const)
    it(`goes from ${at} by ${key} to ${to}`, () => {
      expect(stripMove(key, at, 5)).to.equal(to);
    });
});
