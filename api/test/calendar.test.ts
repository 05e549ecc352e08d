import { calendarRoute, setCalendarRoute } from "@hub/domain/calendar/contract";
import { calendarOf } from "@hub/domain/calendar/queries";
import { dueAt, isProvisional } from "@hub/domain/kernel/clock";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, type World } from "./world.ts";

describe("the work calendar", () => {
  let test: TestHub;
  let world: World;
  let system: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    system = await test.signIn(world.gaoyou.officers.systemAdmin);
  });
  after(() => test.stop());

  it("knows 2026 with its make-up days, and says what it does not know", async () => {
    const { publishedThrough, days } = await system.call(calendarRoute);
    expect(publishedThrough).to.equal(2026);
    const day = (of: string) => days.find((one) => one.day === of);
    expect(day("2026-10-01")).to.deep.include({ working: false, name: "国庆节" });
    expect(day("2026-10-10")).to.deep.include({ working: true });
    expect(day("2027-10-01")).to.equal(undefined);
    const calendar = await calendarOf(test.hub);
    expect(isProvisional(new Date("2027-01-04T00:00:00Z"), calendar)).to.equal(true);
  });

  it("counts by what the system administrator entered", async () => {
    const from = new Date("2026-12-30T02:00:00Z");
    const period = { unit: "working_days", count: 2 } as const;
    expect(dueAt(from, period, await calendarOf(test.hub)).toISOString()).to.match(/^2027-01-01/);
    const { version } = await system.call(calendarRoute);
    const body = {
      expects: version,
      days: [{ day: "2027-01-01", working: false, name: "元旦" }],
      publishedThrough: 2027,
      basis: "国办发明电〔2026〕1号",
    };
    const changed = await system.call(setCalendarRoute, { body });
    expect(changed).to.include({ version: version + 1, publishedThrough: 2027 });
    expect(dueAt(from, period, await calendarOf(test.hub)).toISOString()).to.match(/^2027-01-04/);
    await system.refused(setCalendarRoute, "stale", { body });
  });

  it("is nobody else's to change", async () => {
    const body = { expects: 1, days: [], publishedThrough: 2027, basis: "依据" };
    for (const who of [world.gaoyou.officers.chief, world.gaoyou.officers.securityAdmin])
      await (await test.signIn(who)).refused(setCalendarRoute, "forbidden", { body });
  });
});
