import { expect } from "chai";
import { token } from "../access/rules.ts";
import type { ExchangeState } from "../exchanges/contract.ts";
import { newId } from "../kernel/ids.ts";
import { awaitedOf, byClock, type AwaitedFacts } from "./rules.ts";

const [FROM, TO] = ["321084", "341181"];
const [drafter, handler, reader] = [newId(), newId(), newId()];

const anExchange = (given: Partial<AwaitedFacts> = {}): AwaitedFacts => ({
  kind: "transfer",
  state: "assigned",
  fromOfficeId: FROM,
  toOfficeId: TO,
  fromDepartmentId: null,
  fromTeam: [drafter],
  toTeam: [],
  standIns: [],
  drafted: { officerId: drafter },
  plan: { review: [], issue: [], direct: false },
  reviewed: null,
  issued: null,
  offline: null,
  superiorIds: [],
  departmentId: null,
  assignments: [{ prosecutorId: handler, assistantIds: [], clerkId: null, until: null }],
  feedback: [],
  circulated: [],
  reads: [],
  dispute: null,
  requests: [],
  supplements: [],
  supervisions: [],
  ...given,
});
const acts = (x: AwaitedFacts) => awaitedOf(x).map((one) => one.act);
const OVER: ExchangeState[] = ["done", "withdrawn", "redirected"];

describe("what an exchange waits for", () => {
  const dispute = {
    outcome: null,
    steps: [
      { stage: "consult" as const, officeIds: [TO, FROM], connected: [TO, FROM], result: null },
    ],
  };

  it("is the step towards a decision while the jurisdiction is disputed, not the acceptance", () => {
    expect(acts(anExchange())).to.deep.equal(["accept"]);
    expect(acts(anExchange({ dispute }))).to.deep.equal(["dispute_step"]);
  });

  it("is nothing of a dispute once the sender took the exchange back", () => {
    expect(acts(anExchange({ dispute, state: "withdrawn" }))).to.deep.equal([]);
  });

  it("is the asked-for material, from the drafter, until the exchange is over", () => {
    const requests = [{ id: newId() }];
    const [first] = awaitedOf(anExchange({ requests })).filter((one) => one.act === "supplement");
    expect(first?.tokens).to.deep.equal([token.officer(drafter)]);
    for (const state of OVER)
      expect(acts(anExchange({ requests, state })), state).to.deep.equal([]);
  });

  it("is, of a notice, a look: first by those who take in what comes, then by those it was given to", () => {
    const notice = anExchange({ kind: "notice", state: "arrived", assignments: [] });
    const [first] = awaitedOf(notice);
    expect(first?.act).to.equal("read");
    expect(first?.tokens).to.include.members([token.intake(TO), token.liaison(TO)]);
    const [given] = awaitedOf({ ...notice, state: "done", circulated: [reader] });
    expect(given?.tokens).to.deep.equal([token.officer(reader)]);
    expect(
      acts({ ...notice, state: "done", circulated: [reader], reads: [{ officerId: reader }] }),
    ).to.deep.equal([]);
  });
});

describe("the order of what waits", () => {
  it("goes by the end of the clock, then urgent ones, then by age", () => {
    const line = (due: string | null, since: string, urgent = false) => ({ due, since, urgent });
    const sorted = [
      line(null, "2026-11-03"),
      line(null, "2026-11-01"),
      line("2026-12-01", "2026-11-05"),
      line(null, "2026-11-04", true),
      line("2026-11-20", "2026-11-09"),
    ].toSorted(byClock);
    expect(sorted.map((one) => one.due ?? one.since)).to.deep.equal([
      "2026-11-20",
      "2026-12-01",
      "2026-11-04",
      "2026-11-01",
      "2026-11-03",
    ]);
  });
});
