import { expect } from "chai";
import fc from "fast-check";
import { bestOf, silentOf, talliesOf } from "./poll.ts";
import type { Answer } from "./poll-contract.ts";

const OFFICES = ["321084", "341181", "321023"];
const HOST = "321084";
const option = (id: string, day: number) => ({
  id,
  startAt: new Date(Date.UTC(2026, 11, day, 1)),
  endAt: new Date(Date.UTC(2026, 11, day, 9)),
  allDay: false,
});
const OPTIONS = [option("a", 3), option("b", 2), option("c", 1)];
const given = (officeId: string, answers: Record<string, Answer>) => ({ officeId, answers });

describe("the best date of a poll", () => {
  const cases: [string, ReturnType<typeof given>[], number, string | null][] = [
    ["is none while too few can come", [given(HOST, { a: "yes" })], 2, null],
    [
      "is none without the host",
      [given("341181", { a: "yes" }), given("321023", { a: "yes" })],
      2,
      null,
    ],
    [
      "is the one for which most say 可以",
      [given(HOST, { a: "yes", b: "yes" }), given("341181", { a: "yes", b: "if_need_be" })],
      2,
      "a",
    ],
    [
      "avoids 不便 before it looks at the day",
      [
        given(HOST, { a: "yes", b: "yes" }),
        given("341181", { a: "yes", b: "yes" }),
        given("321023", { b: "no" }),
      ],
      2,
      "a",
    ],
    [
      "is the earlier of two alike",
      [given(HOST, { a: "yes", b: "yes" }), given("341181", { a: "yes", b: "yes" })],
      2,
      "b",
    ],
  ];
  for (const [name, answers, offices, best] of cases)
    it(name, () => {
      const poll = { options: OPTIONS, quorum: { offices, must: [] }, answers };
      const found = bestOf(talliesOf(poll, OFFICES, HOST), OFFICES.length);
      expect(found?.optionId ?? null).to.equal(best);
    });

  it("prefers fewer conflicts where answers are alike", () => {
    const answers = [given(HOST, { a: "yes", b: "yes" }), given("341181", { a: "yes", b: "yes" })];
    const poll = { options: OPTIONS, quorum: { offices: 2, must: [] }, answers };
    const found = bestOf(talliesOf(poll, OFFICES, HOST, new Map([["b", 2]])), 3);
    expect(found).to.deep.equal({ optionId: "a", why: "fewest_conflicts" });
  });

  it("is quorate, counts every office once, and does not depend on the order of answers", () => {
    const answer = fc.constantFrom<Answer>("yes", "if_need_be", "no");
    const answers = fc
      .tuple(...OFFICES.map(() => fc.dictionary(fc.constantFrom("a", "b", "c"), answer)))
      .map((all) => all.map((one, index) => given(OFFICES[index] ?? "", one)));
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 3 }), (all, offices) => {
        const poll = { options: OPTIONS, quorum: { offices, must: [] }, answers: all };
        const tallies = talliesOf(poll, OFFICES, HOST);
        for (const one of tallies)
          expect(one.yes + one.ifNeedBe + one.no + one.silent).to.equal(OFFICES.length);
        const best = bestOf(tallies, OFFICES.length);
        const chosen = tallies.find((one) => one.optionId === best?.optionId);
        expect(best === null).to.equal(tallies.every((one) => !one.quorate));
        expect(chosen?.quorate ?? true).to.equal(true);
        const turned = { ...poll, answers: all.toReversed() };
        expect(bestOf(talliesOf(turned, OFFICES, HOST), OFFICES.length)).to.deep.equal(best);
      }),
    );
  });
});

describe("silentOf", () => {
  it("names offices that left a date open", () => {
    const answers = [given(HOST, { a: "yes", b: "no", c: "no" }), given("341181", { a: "yes" })];
    expect(
      silentOf({ options: OPTIONS, quorum: { offices: 1, must: [] }, answers }, OFFICES),
    ).to.deep.equal(["341181", "321023"]);
  });
});
