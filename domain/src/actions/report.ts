import type { FieldRecord, FindingRecord } from "./field-record.ts";
import type { ActionRecord } from "./record.ts";
import type { Figures, ReportFinding, ReportText } from "./report-contract.ts";
import { spanText } from "./time.ts";
import type { z } from "zod";

interface Recorded {
  action: ActionRecord;
  records: readonly Pick<FieldRecord, "kind" | "stopId" | "itemId" | "result" | "by">[];
  findings: readonly FindingRecord[];
}

/** What the records add up to. Pure: compiled from the same records it is the same report, whoever compiles it. */
export function compile({ action, records, findings }: Recorded): {
  figures: z.infer<typeof Figures>;
  findings: ReportFinding[];
} {
  const checkIns = records.filter((one) => one.kind === "check_in");
  const ticks = records.filter((one) => one.kind === "tick");
  const shots = findings.flatMap((one) => one.shots);
  const stops = action.plan?.content.stops ?? [];
  const present = new Set([
    ...action.people.map((one) => one.officerId),
    ...checkIns.map((one) => one.by.officerId),
  ]);
  return {
    figures: {
      offices: action.officeIds.length,
      people: present.size,
      partners: action.plan?.content.partners.length ?? 0,
      stops: stops.length,
      visited: new Set(checkIns.flatMap((one) => one.stopId ?? [])).size,
      ticked: new Set(ticks.map((one) => `${one.itemId}/${one.stopId}`)).size,
      problems: new Set(
        ticks.flatMap((one) => (one.result === "problem" ? [`${one.itemId}/${one.stopId}`] : [])),
      ).size,
      findings: findings.length,
      photos:
        shots.filter((one) => one.arrived !== null).length +
        action.imports.reduce((sum, one) => sum + one.photos.length, 0),
      leads: findings.filter((one) => one.settled?.leadId).length,
      tasks: action.tasks.length,
      tasksDone: action.tasks.filter((one) => one.done && !one.done.skipped).length,
    },
    findings: findings.map((one) => toReportFinding(one, stops)),
  };
}

function toReportFinding(
  x: FindingRecord,
  stops: readonly { id: string; name: string }[],
): ReportFinding {
  const stop = stops.find((one) => one.id === x.stopId);
  const { text, unit, basis } = x.handling;
  return {
    findingId: x._id,
    number: x.number,
    title: x.title,
    where: x.place?.name || stop?.name || "",
    handling: [text, unit, basis].filter(Boolean).join("；"),
    outcome: x.settled?.kind ?? "open",
    officeId: x.settled?.officeId ?? null,
    leadNumber: x.settled?.leadNumber ?? null,
    photoIds: x.shots.flatMap((one) => (one.arrived ? [one.shot.fileId] : [])),
  };
}

/** A first draft of what people write around the records. */
export function firstText(
  { action }: Pick<Recorded, "action">,
  compiled: ReturnType<typeof compile>,
  ids: readonly [string, string, string],
): ReportText {
  const { figures, findings } = compiled;
  const when =
    action.startAt && action.endAt
      ? spanText({ startAt: action.startAt, endAt: action.endAt, allDay: action.allDay })
      : "";
  return {
    title: `${action.title}情况报告`.slice(0, 120),
    sections: [
      {
        id: ids[0],
        heading: "一、基本情况",
        text: `${when}，${figures.offices}家检察院${figures.people}人参加，协同单位${figures.partners}人，到达点位${figures.visited}个。`,
      },
      {
        id: ids[1],
        heading: "二、发现的问题",
        text: `共发现问题${figures.findings}个，登记或者移送线索${figures.leads}件，形成任务${figures.tasks}项。`,
      },
      { id: ids[2], heading: "三、下一步工作", text: "" },
    ],
    photoIds: findings.flatMap((one) => one.photoIds.slice(0, 1)).slice(0, 12),
  };
}
