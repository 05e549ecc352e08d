import { expect } from "chai";
import tree from "../offices/tree.json" with { type: "json" };
import type { OfficeLevel } from "../offices/contract.ts";
import { treeOf } from "../offices/rules.ts";
import { disputeChain, maySettle, mayConclude, resultsOf, isOffline } from "./rules.ts";
import { tokensOf } from "../access/rules.ts";
import { newId } from "../kernel/ids.ts";
import type { Officer, Post } from "../kernel/officer.ts";

const offices = treeOf(
  tree.map(({ id, parentId, level }) => ({ id, parentId, level: level as OfficeLevel })),
);
const chain = (receiver: string, sender: string) =>
  disputeChain(offices, receiver, sender).map((one) => `${one.stage} ${one.officeIds.join("+")}`);

describe("the way to a designation", () => {
  it("ends at the supreme office for two counties of different provinces", () => {
    expect(chain("341181", "321084")).to.deep.equal([
      "report 341100",
      "consult 341181+321084",
      "superiors 341100+321000",
      "superiors 340000+320000",
      "designate 000000",
    ]);
  });

  it("ends at the city for two counties of one city, without talks between superiors", () => {
    expect(chain("321023", "321084")).to.deep.equal([
      "report 321000",
      "consult 321023+321084",
      "designate 321000",
    ]);
  });

  it("ends at the province for counties of two cities of one province", () => {
    expect(chain("320831", "321084")).to.deep.equal([
      "report 320800",
      "consult 320831+321084",
      "superiors 320800+321000",
      "designate 320000",
    ]);
  });
});

describe("who records a step of a dispute", () => {
  const anOfficer = (officeId: string, ...posts: Post[]): Officer => {
    const facts = { id: newId(), officeId, departmentId: null, posts };
    return { ...facts, inCharge: [], name: "", epoch: 1, tokens: tokensOf(facts) };
  };
  const parties = { fromOfficeId: "321084", toOfficeId: "341181" };
  const dispute = (stage: "report" | "superiors", officeIds: string[], connected: string[]) => ({
    outcome: null,
    steps: [{ stage, officeIds, connected, result: null }],
  });
  const may = (officer: Officer, of: ReturnType<typeof dispute>) =>
    maySettle(officer, parties, of).allowed;

  it("is the office itself when it has accounts", () => {
    const of = dispute("superiors", ["341100", "321000"], ["341100", "321000"]);
    expect(may(anOfficer("341100", "liaison"), of)).to.equal(true);
    expect(may(anOfficer("341181", "chief"), of)).to.equal(false);
    expect(may(anOfficer("341100", "prosecutor"), of)).to.equal(false);
  });

  it("is a party, from paper, for an office without accounts", () => {
    const of = dispute("superiors", ["340000", "320000"], []);
    const party = anOfficer("341181", "liaison");
    expect(may(party, of)).to.equal(true);
    expect(isOffline(party, { officeIds: ["340000"], connected: [] })).to.equal(true);
    expect(may(anOfficer("321023", "chief"), of)).to.equal(false);
  });

  it("is the receiver for its own report, also to a superior with accounts", () => {
    const of = dispute("report", ["341100"], ["341100"]);
    expect(may(anOfficer("341181", "chief"), of)).to.equal(true);
    expect(may(anOfficer("321084", "chief"), of)).to.equal(false);
  });

  it("may settle only what the stage can settle", () => {
    expect(resultsOf("report")).to.deep.equal(["passed"]);
    expect(resultsOf("designate")).to.not.include("passed");
    expect(resultsOf("superiors"), "superiors do not speak for the sender").to.not.include("agree");
    const may = (officeId: string, result: "maintain" | "agree") =>
      mayConclude({ officeId }, parties, "consult", result).allowed;
    expect([may("341181", "maintain"), may("321084", "maintain")]).to.deep.equal([true, false]);
    expect([may("341181", "agree"), may("321084", "agree")]).to.deep.equal([false, true]);
  });
});
