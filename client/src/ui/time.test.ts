import { expect } from "chai";
import { daysBetween, dueState, exactTime, minuteTime, shortTime, weekday } from "./time.ts";

const at = (text: string) => new Date(text);
const now = at("2026-11-22T06:00:00.000Z");

describe("times on a screen", () => {
  it("are Beijing's, wherever the desk stands", () => {
    expect(exactTime("2026-11-22T16:00:09.000Z")).to.equal("2026-11-23 00:00:09");
    expect(minuteTime("2026-06-30T15:59:59.000Z")).to.equal("2026-06-30 23:59");
  });

  it("are as short as they stay clear", () => {
    expect(shortTime("2026-11-22T01:05:00.000Z", now)).to.equal("09:05");
    expect(shortTime("2026-11-21T01:05:00.000Z", now)).to.equal("11-21 09:05");
    expect(shortTime("2025-11-22T01:05:00.000Z", now)).to.equal("2025-11-22 09:05");
  });

  it("name the weekday of a day", () => {
    expect(weekday("2026-11-22")).to.equal("0");
    expect(weekday("2026-11-28")).to.equal("6");
  });
});

describe("daysBetween", () => {
  it("counts by the calendar in Beijing, not by hours", () => {
    expect(daysBetween(at("2026-11-22T15:59:00.000Z"), at("2026-11-22T16:01:00.000Z"))).to.equal(1);
    expect(daysBetween(at("2026-11-22T16:01:00.000Z"), at("2026-11-23T15:59:00.000Z"))).to.equal(0);
  });
});

describe("dueState", () => {
  const cases: [due: string, state: ReturnType<typeof dueState>][] = [
    ["2026-11-22T06:20:00.000Z", { kind: "soon", unit: "minutes", count: 20 }],
    ["2026-11-22T06:00:10.000Z", { kind: "soon", unit: "minutes", count: 1 }],
    ["2026-11-23T05:00:00.000Z", { kind: "soon", unit: "hours", count: 23 }],
    ["2026-11-27T15:59:59.999Z", { kind: "ahead", unit: "days", count: 5 }],
    ["2026-11-22T05:30:00.000Z", { kind: "overdue", unit: "hours", count: 1 }],
    ["2026-11-20T05:00:00.000Z", { kind: "overdue", unit: "days", count: 3 }],
  ];
  for (const [due, state] of cases)
    it(`says ${state.kind} ${state.count} ${state.unit} of ${due}`, () => {
      expect(dueState(due, now)).to.deep.equal(state);
    });
});
