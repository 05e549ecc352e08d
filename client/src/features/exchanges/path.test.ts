import type { ClockView } from "@hub/domain/clocks/contract";
import { expect } from "chai";
import {
  mainStations,
  openClock,
  runningClock,
  stationsOf,
  type Station,
  type StationKey,
} from "./path.ts";

const KEYS: StationKey[] = [
  "draft",
  "review",
  "issue",
  "send",
  "sign",
  "accept",
  "handle",
  "feedback",
  "close",
];

const pathAt = (current: StationKey): Station[] =>
  KEYS.map((key) => ({
    key,
    status:
      key === current ? "current" : KEYS.indexOf(key) < KEYS.indexOf(current) ? "passed" : "ahead",
    by: null,
    at: null,
    note: null,
  }));

const aClock = (key: ClockView["key"], metAt: string | null): ClockView => ({
  key,
  period: { unit: "working_days", count: 5 },
  officeId: "341181",
  from: "2026-11-22T06:00:00.000Z",
  due: "2026-11-29T06:00:00.000Z",
  metAt,
  stopped: false,
  overdueDays: 0,
  held: false,
  provisional: false,
  basis: "",
});

const keysOf = (stations: Station[]) => stations.map((one) => one.key);

describe("the path of an exchange", () => {
  it("shows five stations on a phone once it is under way", () => {
    expect(keysOf(mainStations(pathAt("accept")))).to.deep.equal([
      "send",
      "sign",
      "accept",
      "feedback",
      "close",
    ]);
  });

  it("never hides the present station", () => {
    for (const key of KEYS) expect(keysOf(mainStations(pathAt(key))), key).to.include(key);
    expect(keysOf(mainStations(pathAt("review")))[0]).to.equal("review");
  });

  it("leaves out of a notice what only a transfer has", () => {
    const keys = keysOf(stationsOf({ kind: "notice", stations: pathAt("send") }));
    expect(keys).to.deep.equal(["draft", "review", "issue", "send", "close"]);
  });

  it("runs the present station's own clock, and only while it is not met", () => {
    const [sign, accept] = [aClock("sign", "2026-11-22T07:00:00.000Z"), aClock("accept", null)];
    const at = (key: StationKey) => pathAt(key).find((one) => one.key === key) as Station;
    expect(runningClock(at("accept"), [sign, accept])).to.equal(accept);
    expect(runningClock(at("sign"), [sign, accept])).to.equal(null);
    expect(runningClock(at("review"), [sign, accept])).to.equal(null);
  });

  it("runs the newest progress clock when there were several", () => {
    const [first, second] = [aClock("progress", null), aClock("progress", null)];
    const [handle] = pathAt("handle").filter((one) => one.key === "handle");
    expect(handle && runningClock(handle, [first, second])).to.equal(second);
  });

  it("names the open clock that ends first", () => {
    const late = { ...aClock("progress", null), due: "2026-12-29T06:00:00.000Z" };
    const soon = aClock("accept", null);
    expect(openClock([late, aClock("sign", "2026-11-22T07:00:00.000Z"), soon])).to.equal(soon);
    expect(openClock([aClock("sign", "2026-11-22T07:00:00.000Z")])).to.equal(null);
    expect(openClock([{ ...soon, held: true }])).to.equal(null);
  });
});
