import { expect } from "chai";
import { nextReminder, overdueDays, remindersOf } from "./deadlines.ts";
import type { SigningFacts } from "./rules.ts";

const facts = (given: Partial<SigningFacts> = {}): SigningFacts => ({
  open: true,
  inOrder: false,
  parties: [
    { id: "a", officeId: "321084", name: "高邮", host: true },
    { id: "b", officeId: "341181", name: "天长", host: false },
  ],
  hostOfficeId: "321084",
  signed: [],
  papers: [],
  declines: [],
  ...given,
});
const until = (on: string, partyId = "b") => ({ deadlines: [{ partyId, on }], reminded: [] });

describe("deadlines of a co-signing", () => {
  it("remind three days ahead, on the day, after it and a week later, by the calendar of Shanghai", () => {
    const found = remindersOf(facts(), until("2026-12-01"));
    expect(found.map(({ step, at }) => [step, at.toISOString()])).to.deep.equal([
      ["ahead", "2026-11-27T16:00:00.000Z"],
      ["today", "2026-11-30T16:00:00.000Z"],
      ["late", "2026-12-01T16:00:00.000Z"],
      ["later", "2026-12-08T16:00:00.000Z"],
    ]);
  });

  it("leave out what went out, and begin again when they are extended", () => {
    const [first] = remindersOf(facts(), until("2026-12-01"));
    const reminded = [first?.key ?? ""];
    const rest = remindersOf(facts(), { ...until("2026-12-01"), reminded });
    expect(rest.map(({ step }) => step)).to.deep.equal(["today", "late", "later"]);
    expect(remindersOf(facts(), { ...until("2026-12-05"), reminded })).to.have.length(4);
  });

  it("remind nobody who has signed, whose turn it is not, or of a text that is not being signed", () => {
    expect(nextReminder(facts({ signed: ["b"] }), until("2026-12-01"))).to.equal(null);
    expect(nextReminder(facts({ inOrder: true }), until("2026-12-01"))).to.equal(null);
    expect(nextReminder(facts({ open: false }), until("2026-12-01"))).to.equal(null);
    expect(nextReminder(facts(), { deadlines: [], reminded: [] })).to.equal(null);
  });

  it("are late once the last day has ended, not before", () => {
    const at = (text: string) => overdueDays("2026-12-01", new Date(text));
    expect(at("2026-12-01T15:59:59.999Z")).to.equal(0);
    expect(at("2026-12-01T16:00:00.001Z")).to.equal(1);
    expect(at("2026-12-03T16:00:00.001Z")).to.equal(3);
    expect(overdueDays(null, new Date())).to.equal(0);
  });
});
