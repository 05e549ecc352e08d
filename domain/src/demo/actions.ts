import { ProposeAction } from "../actions/acts-contract.ts";
import { checkIn, tickItem } from "../actions/commands-field.ts";
import { addFinding } from "../actions/commands-finding.ts";
import { concludeAction } from "../actions/commands-life.ts";
import { approvePlan, savePlan, submitPlan } from "../actions/commands-plan.ts";
import { answerPoll, openPoll } from "../actions/commands-poll.ts";
import { proposeAction, staffAction } from "../actions/commands-propose.ts";
import { confirmReport, getReport, saveReport, submitReport } from "../actions/commands-report.ts";
import { settleFinding } from "../actions/commands-settle.ts";
import { startSeries } from "../actions/commands-series.ts";
import { StartSeries } from "../actions/calendar-contract.ts";
import type { ActionDoc } from "../actions/model.ts";
import { SavePlan } from "../actions/plan-contract.ts";
import { AddFinding, CheckIn, SettleFinding, Tick } from "../actions/record-contract.ts";
import { dayOf, startOfDay } from "../kernel/clock.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import { addDays } from "../obligations/state.ts";
import type { Hub } from "../store/hub.ts";
import { actionIdOf, itemId, lakePlan, stopId } from "./action-stories.ts";
import { agreementIdOf, IN_FORCE } from "./agreement-stories.ts";
import { CAST, type Office } from "./cast.ts";
import { asOfficer, officerId } from "./officers.ts";
import { retelling, type Retelling } from "./told.ts";

const HOUR_MS = 3_600_000;
const DAY = 24;

/** Under which Gaoyou and Tianchang patrol each quarter. */
const AGREEMENT = agreementIdOf(IN_FORCE.key);

/**
 * 演示数据: an inspection for which the date is asked, a patrol that is planned around the lake, and the quarterly series; the one that is
 * reported belongs to the story of the obligation that it met. Killed on the way, the next start goes on where it stopped.
 */
export async function loadDemoActions(hub: Hub): Promise<void> {
  const told = retelling(hub);
  await scheduled(told);
  await polling(told);
  await quarterly(told);
}

/** From nine o'clock in Asia/Shanghai until five. */
function workday(day: string) {
  const startAt = new Date(startOfDay(day).getTime() + 9 * HOUR_MS);
  return {
    startAt: startAt.toISOString(),
    endAt: new Date(startAt.getTime() + 8 * HOUR_MS).toISOString(),
    allDay: false,
  };
}

/** The day so many days from the moment of telling. */
const inDays = (hub: Hub, days: number): string => addDays(dayOf(hub.clock.now()), days);

const patrolTitle = (day: string): string =>
  `${"一二三四"[Math.floor((Number(day.slice(5, 7)) - 1) / 3)]}季度高邮湖联合巡查（演示）`;

const liaison = (hub: Hub, office: Office) => asOfficer(hub, CAST[office].liaison);
const writer = (office: Office): string => officerId(CAST[office].writer);
const head = (office: Office): string => officerId(CAST[office].head);

async function versionOf(hub: Hub, actionId: string): Promise<ActionDoc> {
  const found = await hub.store.actions.findById(actionId).lean<ActionDoc>();
  if (!found) throw new TypeError("the story has no such action yet");
  return found;
}

const PAIR = ["gaoyou", "tianchang"] as const;

/** Proposed with its date, staffed by both, planned and approved by both. */
async function planned({ hub, once }: Retelling, key: string, day: string): Promise<string> {
  const actionId = actionIdOf(key);
  const step = (name: string) => actionIdOf(key, name);
  await once(step("propose"), async () =>
    proposeAction(
      await liaison(hub, "gaoyou"),
      ProposeAction.parse({
        id: step("propose"),
        actionId,
        kind: "patrol",
        title: patrolTitle(day),
        purpose: "按协作意见每季度联合巡湖一次。",
        officeIds: [CAST.tianchang.officeId],
        place: { name: "高邮湖", point: { lat: 32.86, lon: 119.28 } },
        agreementId: AGREEMENT,
        span: workday(day),
      }),
    ),
  );
  for (const office of PAIR)
    await once(step(`staff/${office}`), async () =>
      staffAction(await liaison(hub, office), actionId, {
        id: step(`staff/${office}`),
        add: [writer(office), head(office)],
        remove: [],
      }),
    );
  await once(step("plan"), async () => {
    const x = await versionOf(hub, actionId);
    const people = {
      leader: head("gaoyou"),
      aboard: PAIR.flatMap((one) => [head(one), writer(one)]),
    };
    const content = lakePlan(people, x.startAt ?? hub.clock.now());
    const input = { id: step("plan"), expects: x.version, content };
    await savePlan(await liaison(hub, "gaoyou"), actionId, SavePlan.parse(input));
  });
  const digest = (await versionOf(hub, actionId)).plan?.digest ?? "";
  await once(step("submit"), async () =>
    submitPlan(await liaison(hub, "gaoyou"), actionId, { id: step("submit"), digest }),
  );
  for (const office of PAIR)
    await once(step(`approve/${office}`), async () =>
      approvePlan(await asOfficer(hub, CAST[office].chief), actionId, {
        id: step(`approve/${office}`),
        digest,
      }),
    );
  return actionId;
}

async function scheduled(told: Retelling): Promise<void> {
  told.at(6 * DAY);
  await planned(told, "scheduled", inDays(told.hub, 10));
}

/** So long before the end of its time the patrol took place that was owed then; five days later its report was agreed to. */
const BEFORE_DUE = 20;
export const patrolReportedOn = (owed: Pick<OccurrenceDoc, "dueOn">): string =>
  addDays(owed.dueOn, 5 - BEFORE_DUE);

/** A patrol from its proposal to the report that meets what the agreement asked for. */
export async function loadDemoPatrol(told: Retelling, owed: OccurrenceDoc): Promise<void> {
  const { hub, once, at } = told;
  at(0);
  const now = hub.clock.now();
  const on = (day: string, hour: number) =>
    at((now.getTime() - startOfDay(day).getTime()) / HOUR_MS - hour);
  const day = addDays(owed.dueOn, -BEFORE_DUE);
  on(addDays(day, -5), 10);
  const actionId = await planned(told, "reported", day);
  const step = (name: string) => actionIdOf("reported", name);
  on(day, 17);
  const begin = Date.parse(workday(day).startAt);
  const device = (hours: number, lat: number, lon: number) => ({
    at: new Date(begin + hours * HOUR_MS).toISOString(),
    fix: { lat, lon, accuracyM: 8 },
  });
  const field = await asOfficer(hub, CAST.gaoyou.writer);
  const theirs = await asOfficer(hub, CAST.tianchang.writer);
  for (const [index, [key, lat, lon]] of (
    [
      ["wanjiatang", 32.73, 119.33],
      ["lianghu", 32.84, 119.2],
    ] as const
  ).entries()) {
    const id = step(`check-in/${key}`);
    const where = device(index * 2, lat, lon);
    await once(id, () =>
      checkIn(field, actionId, CheckIn.parse({ id, stopId: stopId(key), device: where })),
    );
    for (const item of ["cages", "outlets", "waste"]) {
      const tick = step(`tick/${key}/${item}`);
      const result = key === "lianghu" && item === "cages" ? "problem" : "fine";
      await once(tick, () =>
        tickItem(
          index === 0 ? theirs : field,
          actionId,
          Tick.parse({
            id: tick,
            itemId: itemId(item),
            stopId: stopId(key),
            result,
            device: where,
          }),
        ),
      );
    }
  }
  await once(step("finding"), () =>
    addFinding(
      field,
      actionId,
      AddFinding.parse({
        id: step("finding"),
        findingId: step("finding/id"),
        title: "两湖交界处发现网箱六个（演示）",
        text: "位于禁养区边界，箱内有鱼，未见养殖证（演示）。",
        stopId: stopId("lianghu"),
        handling: {
          text: "当场登记并要求三十日内清理",
          unit: "天长市农业农村局渔政站",
          basis: "渔业法",
        },
        withIds: [writer("tianchang")],
        device: device(2.5, 32.84, 119.2),
      }),
    ),
  );
  await once(step("settle"), () =>
    settleFinding(
      theirs,
      actionId,
      step("finding/id"),
      SettleFinding.parse({
        id: step("settle"),
        settlement: {
          kind: "register",
          leadId: step("lead"),
          basis: "网箱所在水面由天长市管理，由天长市院当场登记",
        },
      }),
    ),
  );
  await once(step("conclude"), () => concludeAction(field, actionId, { id: step("conclude") }));
  on(patrolReportedOn(owed), 15);
  await once(step("report"), async () => {
    const { text } = await getReport(field, actionId);
    await saveReport(field, actionId, {
      id: step("report"),
      expects: 0,
      text,
      obligationIds: [owed._id],
    });
  });
  const digest = (await versionOf(hub, actionId)).report?.digest ?? "";
  await once(step("submit-report"), async () =>
    submitReport(await liaison(hub, "gaoyou"), actionId, { id: step("submit-report"), digest }),
  );
  for (const office of PAIR)
    await once(step(`confirm/${office}`), async () =>
      confirmReport(await liaison(hub, office), actionId, {
        id: step(`confirm/${office}`),
        digest,
      }),
    );
}

async function polling({ hub, once, at }: Retelling): Promise<void> {
  at(2 * DAY);
  const actionId = actionIdOf("polling");
  const step = (name: string) => actionIdOf("polling", name);
  await once(step("propose"), async () =>
    proposeAction(
      await liaison(hub, "gaoyou"),
      ProposeAction.parse({
        id: step("propose"),
        actionId,
        kind: "inspection",
        title: "湖区餐饮和水产品联合检查（演示）",
        purpose: "市场监管部门检查，检察机关参加。",
        officeIds: [CAST.tianchang.officeId, CAST.baoying.officeId],
      }),
    ),
  );
  const now = hub.clock.now();
  const options = [14, 16, 21].map((days) => ({
    id: step(`option/${days}`),
    span: workday(inDays(hub, days)),
  }));
  await once(step("open"), async () =>
    openPoll(await liaison(hub, "gaoyou"), actionId, {
      id: step("open"),
      expects: 1,
      options,
      quorum: { offices: 2, must: [] },
      closesAt: new Date(now.getTime() + 9 * DAY * HOUR_MS).toISOString(),
    }),
  );
  const [first = "", second = "", third = ""] = options.map((one) => one.id);
  const answers = {
    gaoyou: { [first]: "yes", [second]: "yes", [third]: "if_need_be" },
    tianchang: { [first]: "no", [second]: "yes", [third]: "yes" },
  } as const;
  for (const office of PAIR)
    await once(step(`answer/${office}`), async () =>
      answerPoll(await liaison(hub, office), actionId, {
        id: step(`answer/${office}`),
        answers: answers[office],
        note: "",
      }),
    );
}

async function quarterly({ hub, once, at }: Retelling): Promise<void> {
  at(DAY);
  const id = actionIdOf("series", "start");
  await once(id, async () =>
    startSeries(
      await liaison(hub, "gaoyou"),
      StartSeries.parse({
        id,
        seriesId: actionIdOf("series"),
        kind: "patrol",
        title: "高邮湖季度联合巡查（演示）",
        officeIds: [CAST.tianchang.officeId],
        agreementId: AGREEMENT,
        first: workday(inDays(hub, 100)),
        rule: "FREQ=MONTHLY;INTERVAL=3",
        proposeDays: 30,
      }),
    ),
  );
}
