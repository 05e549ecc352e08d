import { expect } from "chai";
import fc from "fast-check";
import ICAL from "ical.js";
import { RRule, RRuleSet } from "rrule";
import { dayOf } from "../kernel/clock.ts";
import { writtenRule } from "../kernel/recurrence.ts";
import type { ActionKind, ActionState } from "./contract.ts";
import { feedText, type FeedEvent, type FeedSeries } from "./feed.ts";
import { expectedOf, recurrencesOf } from "./series-rule.ts";
import { Span } from "./span.ts";
import { spanOf, timeOf } from "./time.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const kinds: ActionKind[] = ["patrol", "inspection", "campaign", "conference"];
const states: ActionState[] = ["planning", "scheduled", "reported", "cancelled"];
const NAMES = new Map([["321084", "高邮市院"]]);

/** Instants that calendars disagree about: ends of months and years, midnights on both sides of the zone, leap days. */
const edges = [
  "2027-01-31T15:59:00Z",
  "2027-02-28T16:00:00Z",
  "2028-02-28T16:00:00Z",
  "2027-12-31T15:59:00Z",
  "2027-12-31T16:00:00Z",
].map((text) => Date.parse(text));
const instant = fc.oneof(
  fc.constantFrom(...edges),
  fc
    .integer({ min: Date.parse("2026-11-01T00:00:00Z"), max: Date.parse("2029-12-31T00:00:00Z") })
    .map((ms) => ms - (ms % MINUTE_MS)),
);

/** As it comes in at the door: with hours, or from midnight to midnight in Asia/Shanghai. */
const span = fc
  .tuple(instant, fc.integer({ min: 1, max: 4_000 }), fc.boolean())
  .map(([at, length, allDay]) => {
    const midnight = Date.parse(`${dayOf(new Date(at))}T00:00:00+08:00`);
    const startAt = allDay ? midnight : at;
    const lasts = allDay ? (1 + (length % 5)) * DAY_MS : length * MINUTE_MS;
    return Span.parse({
      startAt: new Date(startAt).toISOString(),
      endAt: new Date(startAt + lasts).toISOString(),
      allDay,
    });
  });

const event = fc
  .record({
    id: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    state: fc.constantFrom(...states),
    sequence: fc.nat(9),
    span,
  })
  .map((one) => ({ ...one, asked: one.span, span: timeOf(one.span) }));
type Asked = typeof event extends fc.Arbitrary<infer One> ? One : never;
const toFeed = (one: Asked): FeedEvent => ({
  ...one,
  officeIds: ["321084"],
  changedAt: new Date("2026-11-24T00:00:00Z"),
});

const rules = [
  "FREQ=MONTHLY",
  "FREQ=MONTHLY;INTERVAL=3",
  "FREQ=WEEKLY;BYDAY=MO,TH",
  "FREQ=WEEKLY;INTERVAL=2",
  "FREQ=MONTHLY;BYDAY=-1FR",
  "FREQ=MONTHLY;BYMONTHDAY=-1",
  "FREQ=YEARLY",
  "FREQ=DAILY;INTERVAL=10",
];
const series = fc
  .record({
    id: fc.uuid(),
    rule: fc.constantFrom(...rules),
    first: span,
    ends: fc.option(fc.integer({ min: 30, max: 500 }), { nil: null }),
    gone: fc.array(fc.nat(20), { maxLength: 5 }),
    made: fc.array(fc.nat(20), { maxLength: 5 }),
  })
  .map(({ id, rule, first, ends, gone, made }): FeedSeries => {
    const time = timeOf(first);
    const begins = dayOf(time.startAt);
    const until = ends === null ? null : dayOf(new Date(time.startAt.getTime() + ends * DAY_MS));
    const written = writtenRule(rule, begins) ?? "";
    const bare = { first: time, rule: written, until, ended: null, skipped: [], made: [] };
    const all = recurrencesOf(bare, begins, horizonOf(bare.first.startAt));
    const chosen = (places: number[]) => places.flatMap((place) => all[place] ?? []);
    return {
      ...bare,
      id,
      kind: "patrol",
      sequence: 1,
      officeIds: ["321084"],
      changedAt: new Date("2026-11-24T00:00:00Z"),
      skipped: chosen(gone).map((recurrenceAt) => ({ recurrenceAt })),
      made: chosen(made),
    };
  });

const horizonOf = (from: Date): string => dayOf(new Date(from.getTime() + 600 * DAY_MS));

/** The feed as another library reads it. */
function readBack(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
}

/** A date without a clock is midnight in Asia/Shanghai. */
const instantOf = (time: ICAL.Time): string =>
  time.isDate
    ? new Date(`${time.toString()}T00:00:00+08:00`).toISOString()
    : time.toJSDate().toISOString();

const wallOf = (time: ICAL.Time): Date =>
  new Date(
    `${time.toString().slice(0, 10)}T${time.isDate ? "00:00:00" : time.toString().slice(11, 19)}Z`,
  );

/**
 * The occurrences of an event as a third implementation finds them: DTSTART, RRULE and EXDATE are what ical.js read, expanded by rrule on the
 * wall clock. ical.js itself takes each of BYMONTHDAY=28,29,30,31 for an occurrence where BYSETPOS=-1 asks for the last.
 */
function occurrencesOf(event: ICAL.Event, through: string): string[] {
  const values = (name: string) =>
    event.component.getAllProperties(name).map((one) => one.getFirstValue());
  const [rule] = values("rrule") as ICAL.Recur[];
  if (!rule) throw new Error("no rule");
  const until = rule.until;
  rule.until = undefined as never;
  const set = new RRuleSet();
  set.rrule(
    new RRule({
      ...RRule.parseString(rule.toString()),
      dtstart: wallOf(event.startDate),
      ...(until ? { until: new Date(Date.parse(instantOf(until)) + 8 * 3_600_000) } : {}),
    }),
  );
  for (const one of values("exdate") as ICAL.Time[]) set.exdate(wallOf(one));
  return set
    .between(wallOf(event.startDate), new Date(`${through}T23:59:59Z`), true)
    .map((wall) => new Date(wall.getTime() - 8 * 3_600_000).toISOString());
}

describe("the calendar feed, read by other implementations", () => {
  it("shows each of 10,000 random actions at the very instants of poll, list and page", function () {
    this.timeout(120_000);
    const BATCH = 500;
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { minLength: BATCH, maxLength: BATCH, selector: (one) => one.id }),
        (asked) => {
          const read = readBack(feedText(asked.map(toFeed), [], NAMES));
          expect(read).to.have.length(BATCH);
          for (const [index, one] of asked.entries()) {
            const seen = read[index];
            if (!seen) throw new Error("lost");
            const shown = spanOf(one.span);
            expect(shown).to.deep.equal(one.asked);
            expect([instantOf(seen.startDate), instantOf(seen.endDate)]).to.deep.equal([
              shown.startAt,
              shown.endAt,
            ]);
            expect(seen.uid).to.equal(`${one.id}@tongzhou`);
            expect(seen.sequence).to.equal(one.sequence);
            expect(seen.component.getFirstPropertyValue("status") === "CANCELLED").to.equal(
              one.state === "cancelled",
            );
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("expands random series with exceptions, ends of months and ends to the occurrences of the calendar", function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(series, (one) => {
        const through = horizonOf(one.first.startAt);
        const [seen] = readBack(feedText([], [one], NAMES));
        if (!seen) throw new Error("lost");
        const dates = occurrencesOf(seen, through);
        const expected = expectedOf(one, dayOf(one.first.startAt), through).map((at) =>
          at.toISOString(),
        );
        expect(dates).to.deep.equal(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("tells neither title nor purpose", () => {
    const one = {
      id: "0193f5c0-0000-7000-8000-000000000000",
      kind: "patrol" as const,
      state: "scheduled" as const,
      sequence: 0,
      officeIds: ["321084"],
      span: timeOf({
        startAt: "2026-12-01T01:00:00Z",
        endAt: "2026-12-01T09:00:00Z",
        allDay: false,
      }),
      changedAt: new Date(0),
      title: "某厂偷排",
    };
    const text = feedText([one], [], NAMES);
    expect(text).to.contain("联合巡查（高邮市院）");
    expect(text).not.to.contain("某厂");
  });
});
