import type { DisputeView } from "@hub/domain/disputes/contract";
import { expect } from "chai";
import { designationOf } from "./designation.ts";

const paper = {
  title: "指定管辖决定书",
  number: "最高检〔2026〕8号",
  date: "2026-11-20",
  fileId: null,
};
const aStep = (given: Partial<DisputeView["steps"][number]>): DisputeView["steps"][number] => ({
  index: 0,
  stage: "consult",
  officeIds: [],
  result: "passed",
  designatedOfficeId: null,
  note: "",
  paper: null,
  offline: false,
  by: null,
  ...given,
});
const aDispute = (designatedOfficeId: string | null): DisputeView => ({
  id: "d",
  reason: "行为地在明光",
  believedOfficeId: null,
  securesOfficeId: "341181",
  securesNote: "",
  raised: {
    officerId: "o",
    name: "李某",
    role: "检察官",
    officeId: "341181",
    at: "2026-11-18T01:00:00.000Z",
  },
  steps: [
    aStep({ paper: { ...paper, title: "协商纪要" } }),
    aStep({ index: 1, stage: "designate", result: "designate", designatedOfficeId, paper }),
  ],
  outcome: designatedOfficeId ? "designate" : "agree",
  designatedOfficeId,
  decidedAt: "2026-11-21T01:00:00.000Z",
});
const aView = (given: Partial<Parameters<typeof designationOf>[0]> = {}) => ({
  state: "redirected" as const,
  side: "from" as const,
  fromOfficeId: "321084",
  dispute: aDispute("341182"),
  ...given,
});

describe("designationOf", () => {
  const can = ["send", "refer_out"];

  it("names the office and the paper of the decision, not of the steps before it", () => {
    expect(designationOf(aView(), can, () => false)).to.deep.equal({
      officeId: "341182",
      paper,
      road: "outside",
    });
  });

  const roads: [
    name: string,
    given: Partial<Parameters<typeof designationOf>[0]>,
    can: string[],
    connected: boolean | undefined,
    road: "send" | "outside" | null,
  ][] = [
    ["an office with accounts is sent the lead here", {}, can, true, "send"],
    ["who may not send is not told to", {}, ["refer_out"], true, null],
    ["without accounts it goes outside of the hub", {}, can, false, "outside"],
    ["once it was referred nothing is left to do", {}, [], false, null],
    ["nothing is said before the directory is here", {}, can, undefined, null],
    ["the other side has nothing to send", { side: "to" }, can, false, null],
    ["the sender itself keeps it", { dispute: aDispute("321084") }, can, true, null],
  ];
  for (const [name, given, may, connected, road] of roads)
    it(name, () => expect(designationOf(aView(given), may, () => connected)?.road).to.equal(road));

  it("says nothing where the receiver keeps it or the two agreed", () => {
    expect(designationOf(aView({ state: "accepted" }), can, () => true)).to.equal(null);
    expect(designationOf(aView({ dispute: aDispute(null) }), can, () => true)).to.equal(null);
  });
});
