import { expect } from "chai";
import type { Period } from "../kernel/clock.ts";
import {
  holdClocks,
  metClocks,
  mostPressing,
  nextClock,
  nextStep,
  resumeClocks,
  startClock,
  stopClocks,
  toClockView,
} from "./rules.ts";

const calendar = { days: { "2026-10-01": false, "2026-10-10": true }, publishedThrough: 2026 };
const at = (text: string) => new Date(`${text}+08:00`);
const start = (period: Period, from: string, key: "sign" | "accept" | "progress" = "accept") =>
  startClock({ key, period, officeId: "341181", from: at(from), basis: "" }, calendar);

describe("an agreed clock", () => {
  it("of 24 hours ends to the minute, and reminds a quarter before", () => {
    const clock = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00");
    expect(clock.due).to.deep.equal(at("2026-11-21T10:00:00"));
    expect(clock.steps[0]).to.deep.equal(at("2026-11-21T04:00:00"));
  });

  it("of five working days leaves out the weekend and a holiday", () => {
    const clock = start({ unit: "working_days", count: 5 }, "2026-09-29T10:00:00");
    // 30 Sep, (1 Oct off), 2, 5, 6, 7 Oct.
    expect(clock.due).to.deep.equal(at("2026-10-07T23:59:59.999"));
  });

  it("says that a year without published holidays is provisional", () => {
    const day = { unit: "days" as const, count: 30 };
    expect(start(day, "2026-12-20T10:00:00").provisional).to.equal(true);
    expect(start(day, "2026-11-20T10:00:00").provisional).to.equal(false);
  });

  it("strikes four times: reminder, B角, head, 分管副检察长, then never again", () => {
    let clock = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00");
    const levels: string[] = [];
    for (let next = nextStep([clock]); next; next = nextStep([clock])) {
      levels.push(next.level);
      clock = { ...clock, level: clock.level + 1 };
    }
    expect(levels).to.deep.equal(["reminder", "deputy", "head", "leader"]);
    expect(nextClock({ clocks: [clock] })).to.equal(null);
  });

  it("is over once it was met, and keeps how late that was", () => {
    const clock = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00", "sign");
    const [met] = metClocks([clock], ["sign"], at("2026-11-23T11:00:00"));
    if (!met) throw new Error("no clock");
    expect(nextClock({ clocks: [met] })).to.equal(null);
    expect(toClockView(met, at("2026-12-31T00:00:00")).overdueDays).to.equal(3);
    expect(mostPressing([met])).to.equal(null);
  });

  it("says how late it is while it runs", () => {
    const clock = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00");
    expect(toClockView(clock, at("2026-11-21T09:59:00")).overdueDays).to.equal(0);
    expect(toClockView(clock, at("2026-11-23T09:00:00")).overdueDays).to.equal(2);
  });

  it("stands still in a dispute and is counted anew afterwards", () => {
    const clock = start({ unit: "working_days", count: 5 }, "2026-11-16T10:00:00");
    const held = holdClocks([clock]);
    expect(nextClock({ clocks: held })).to.equal(null);
    const [resumed] = resumeClocks(held, at("2026-12-01T09:00:00"), calendar);
    expect(resumed?.held).to.equal(false);
    expect(resumed?.due).to.deep.equal(at("2026-12-08T23:59:59.999"));
  });

  it("that nobody has to meet any more ends without having been met", () => {
    const sign = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00", "sign");
    const accept = start({ unit: "working_days", count: 5 }, "2026-11-20T10:00:00", "accept");
    const back = at("2026-11-21T08:00:00");
    const met = metClocks([sign, accept], ["sign"], at("2026-11-20T11:00:00"));
    const [first, second] = stopClocks(met, back).map((clock) => toClockView(clock, back));
    expect(first).to.include({ stopped: false, metAt: at("2026-11-20T11:00:00").toISOString() });
    expect(second).to.include({ stopped: true, metAt: back.toISOString() });
    expect(nextClock({ clocks: stopClocks(met, back) })).to.equal(null);
  });

  it("of several running shows the one that ends first", () => {
    const sign = start({ unit: "hours", count: 24 }, "2026-11-20T10:00:00", "sign");
    const accept = start({ unit: "working_days", count: 5 }, "2026-11-20T10:00:00", "accept");
    expect(mostPressing([accept, sign])?.key).to.equal("sign");
  });
});
