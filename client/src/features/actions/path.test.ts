import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { stationsOf, type Path } from "./path.ts";

const signed = (at: string) => ({
  officerId: newId(),
  name: "周联",
  role: "联络员",
  officeId: "321084",
  at,
});
const aPath = (given: Partial<Path>): Path => ({
  state: "proposed",
  polls: null,
  proposed: signed("2026-11-24T01:00:00.000Z"),
  plan: null,
  started: null,
  concluded: null,
  report: null,
  conference: null,
  ...given,
});
const lineOf = (path: Path) => stationsOf(path).map(({ key, status }) => `${key} ${status}`);

describe("the path of an action", () => {
  it("has no poll where the date was settled without one", () => {
    expect(lineOf(aPath({ state: "planning" }))).to.deep.equal([
      "proposed passed",
      "planning current",
      "scheduled ahead",
      "under_way ahead",
      "concluded ahead",
      "reported ahead",
      "archived ahead",
    ]);
  });

  it("shows the poll while it runs", () => {
    expect(lineOf(aPath({ state: "polling" })).slice(0, 3)).to.deep.equal([
      "proposed passed",
      "polling current",
      "planning ahead",
    ]);
  });

  it("says when a station was passed, and of none ahead", () => {
    const started = signed("2026-12-03T01:00:00.000Z");
    const stations = stationsOf(aPath({ state: "under_way", started }));
    expect(stations.find((one) => one.key === "under_way")?.at).to.equal(started.at);
    expect(stations.filter((one) => one.status === "ahead").map((one) => one.at)).to.deep.equal([
      null,
      null,
      null,
    ]);
  });

  it("keeps of a cancelled one what it passed, and nothing lies ahead of it", () => {
    expect(lineOf(aPath({ state: "cancelled" }))).to.deep.equal(["proposed passed"]);
  });
});
