import type { Attached } from "../files/contract.ts";
import type { Officer, OfficerCard } from "../kernel/officer.ts";
import { signatureOf, type Stamp } from "../kernel/signature.ts";
import type { ConferenceView } from "./conference-contract.ts";
import { ActionAct, type ActionRow, type ActionView, type PartyView } from "./contract.ts";
import type { FieldRecord } from "./field-record.ts";
import type { PlanView, Task } from "./plan-contract.ts";
import { planIssues } from "./plan-rules.ts";
import { bestOf, silentOf, talliesOf } from "./poll.ts";
import type { PollView } from "./poll-contract.ts";
import type { ActionRecord, MinutesRecord, RoundRecord, TaskRecord } from "./record.ts";
import type { Attendance, ChecklistView, FindingRow, ImportView } from "./record-contract.ts";
import type { Round } from "./round-contract.ts";
import { actionCan } from "./rules.ts";
import { fixedSpan, spanOf } from "./time.ts";

type Action = ActionRecord & { audience: string[] };

const signed = (stamp: Stamp | null) => (stamp ? signatureOf(stamp) : null);
const iso = (at: Date | null) => at?.toISOString() ?? null;
const reasoned = <More extends object>(stamp: (Stamp & More) | null) =>
  stamp && { ...stamp, at: stamp.at.toISOString() };

export function toActionRow(x: Action, viewer: Officer, now: Date): ActionRow {
  const span = fixedSpan(x);
  const silent = x.poll ? silentOf(x.poll, x.officeIds) : [];
  return {
    id: x._id,
    version: x.version,
    kind: x.kind,
    state: x.state,
    title: x.title,
    marking: x.marking,
    hostOfficeId: x.hostOfficeId,
    officeIds: x.officeIds,
    span: span && spanOf(span),
    place: x.place,
    agreementId: x.agreementId,
    seriesId: x.seriesId,
    mine: x.people.some((one) => one.officerId === viewer.id),
    findings: x.findingSerial,
    poll:
      x.poll && x.state === "polling"
        ? {
            closesAt: x.poll.closesAt.toISOString(),
            answered: x.officeIds.length - silent.length,
            asked: x.officeIds.length,
            mineSilent: x.poll.closesAt > now && silent.includes(viewer.officeId),
          }
        : null,
    changedAt: x.changedAt.toISOString(),
    channelId: x.officeIds.includes(viewer.officeId) ? x.channelId : null,
    can: actionCan(viewer, x, ActionAct.options),
  };
}

/** What a page of an action needs beside the record. */
export interface AroundAction {
  viewer: Officer;
  now: Date;
  cards: ReadonlyMap<string, OfficerCard>;
  /** Ids of the active liaisons by office. */
  liaisons: ReadonlyMap<string, string[]>;
  /** By option: how many of the people who go have something else then. */
  busy: ReadonlyMap<string, number>;
  records: readonly FieldRecord[];
  findings: FindingRow[];
  /** By file id. */
  files: ReadonlyMap<string, Attached>;
  ownChannelId: string | null;
}

export function toActionView(x: Action, around: AroundAction): ActionView {
  const { viewer, now, cards } = around;
  return {
    ...toActionRow(x, viewer, now),
    purpose: x.purpose,
    parties: partiesOf(x, around),
    proposed: signatureOf(x.proposed),
    recurrenceAt: iso(x.recurrenceAt),
    polls: x.poll && toPollView(x, x.poll, around),
    fixed: reasoned(x.fixed),
    moves: x.moves.map((one) => ({
      from: spanOf(one.from),
      to: one.to && spanOf(one.to),
      reason: one.reason,
      by: signatureOf(one.by),
    })),
    cancelled: x.cancelled && { reason: x.cancelled.reason, by: byOf(x.cancelled) },
    plan: x.plan && toPlanView(x, x.plan),
    planHistory: x.planHistory.map((one) => ({
      ...toRound(one),
      reopened: reasoned(one.reopened),
    })),
    conference: x.conference && toConferenceView(x.conference),
    tasks: x.tasks.map(toTask),
    checklist: x.checklist && toChecklist(x, around.records),
    attendance: toAttendance(x, around.records, cards, around.files),
    findingRows: around.findings,
    started: signed(x.started),
    concluded: signed(x.concluded),
    report: x.report && toRound(x.report),
    imported: x.imports.reduce((sum, one) => sum + one.photos.length, 0),
    ownChannelId: around.ownChannelId,
    obligationIds: x.report?.obligationIds ?? [],
  };
}

const byOf = ({ officerId, name, role, officeId, at }: Stamp) =>
  signatureOf({ officerId, name, role, officeId, at });

const partiesOf = (x: Action, { cards, liaisons }: AroundAction): PartyView[] =>
  x.officeIds.map((officeId) => ({
    officeId,
    host: officeId === x.hostOfficeId,
    liaisons: (liaisons.get(officeId) ?? []).flatMap((id) => cards.get(id) ?? []),
    people: x.people
      .filter((one) => one.officeId === officeId)
      .flatMap((one) => cards.get(one.officerId) ?? []),
  }));

function toPollView(x: Action, poll: NonNullable<Action["poll"]>, around: AroundAction): PollView {
  const tallies = talliesOf(poll, x.officeIds, x.hostOfficeId, around.busy);
  return {
    options: poll.options.map((option, index) => {
      const {
        yes = 0,
        ifNeedBe = 0,
        no = 0,
        silent = 0,
        quorate = false,
        busy = 0,
      } = tallies[index] ?? {};
      return { id: option.id, span: spanOf(option), yes, ifNeedBe, no, silent, quorate, busy };
    }),
    quorum: poll.quorum,
    closesAt: poll.closesAt.toISOString(),
    closed: x.state !== "polling" || around.now > poll.closesAt,
    rows: x.officeIds.map((officeId) => {
      const given = poll.answers.find((one) => one.officeId === officeId);
      return {
        officeId,
        answers: given?.answers ?? {},
        note: given?.note ?? "",
        by: given ? signatureOf(given.by) : null,
      };
    }),
    best: bestOf(tallies, x.officeIds.length),
    fixedOptionId: poll.fixedOptionId,
    reminded: poll.reminded.map((one) => ({ ...one, at: one.at.toISOString() })),
  };
}

export const toRound = (round: RoundRecord): Round => ({
  version: round.version,
  state: round.state,
  digest: round.digest,
  saved: signatureOf(round.saved),
  submitted: signed(round.submitted),
  words: round.words.map((one) => ({
    officeId: one.officeId,
    given: signed(one.given),
    returned: reasoned(one.returned),
  })),
});

const toPlanView = (x: Action, plan: NonNullable<Action["plan"]>): PlanView => ({
  ...toRound(plan),
  content: plan.content,
  issues: planIssues(plan.content, x),
});

const toMinutes = (minutes: MinutesRecord): ConferenceView["minutes"] => ({
  ...toRound(minutes),
  content: minutes.content,
  issued: reasoned(minutes.issued),
});

const toConferenceView = (x: NonNullable<Action["conference"]>): ConferenceView => ({
  topics: x.topics.map((one) => ({
    ...one,
    by: signatureOf(one.by),
    taken: x.agenda.some((item) => item.topicId === one.id),
  })),
  agenda: x.agenda,
  notice: x.notice && {
    ...x.notice,
    replyBy: x.notice.replyBy.toISOString(),
    issued: signatureOf(x.notice.issued),
  },
  replies: x.replies.map((one) => ({ ...one, by: signatureOf(one.by) })),
  minutes: x.minutes && toMinutes(x.minutes),
});

const toTask = (task: TaskRecord): Task => ({
  ...task,
  dueAt: iso(task.dueAt),
  by: signatureOf(task.by),
  done: reasoned(task.done),
});

/** The stops at which an item is asked, or once for all (null). */
const placesOf = (x: Action, item: { perStop: boolean }): (string | null)[] =>
  item.perStop ? (x.plan?.content.stops.map((one) => one.id) ?? []) : [null];

/** The latest tick by device time stands for an item at a stop; ids end ties alike everywhere. */
function toChecklist(x: Action, records: readonly FieldRecord[]): ChecklistView {
  const latest = new Map<string, FieldRecord>();
  for (const one of records) {
    if (one.kind !== "tick") continue;
    const key = `${one.itemId}/${one.stopId}`;
    const before = latest.get(key);
    if (!before || isLater(one, before)) latest.set(key, one);
  }
  const items = x.checklist ?? [];
  return {
    items,
    ticks: [...latest.values()].flatMap((one) =>
      one.itemId && one.result
        ? [
            {
              id: one._id,
              itemId: one.itemId,
              stopId: one.stopId,
              result: one.result,
              note: one.note,
              deviceAt: one.device.at,
              by: signatureOf(one.by),
            },
          ]
        : [],
    ),
    done: latest.size,
    of: items.reduce((sum, item) => sum + placesOf(x, item).length, 0),
  };
}

const isLater = (one: FieldRecord, other: FieldRecord): boolean => {
  const [at, before] = [Date.parse(one.device.at), Date.parse(other.device.at)];
  return at === before ? one._id > other._id : at > before;
};

export const toImport = (
  { id, photos, by }: Action["imports"][number],
  files: ReadonlyMap<string, Attached>,
): ImportView => ({
  id,
  by: signatureOf(by),
  photos: photos.flatMap((shot) => {
    const file = files.get(shot.fileId);
    return file ? [{ shot, file, same: file.sha256 === shot.sha256 }] : [];
  }),
});

const toAttendance = (
  x: Action,
  records: readonly FieldRecord[],
  cards: AroundAction["cards"],
  files: AroundAction["files"],
): Attendance => ({
  checkIns: records.flatMap((one) => {
    const officer = cards.get(one.by.officerId);
    return one.kind === "check_in" && officer
      ? [
          {
            id: one._id,
            officer,
            stopId: one.stopId,
            device: one.device,
            at: one.at.toISOString(),
          },
        ]
      : [];
  }),
  sheets: x.sheets.map((one) => ({
    id: one.id,
    files: one.fileIds.flatMap((id) => files.get(id) ?? []),
    by: signatureOf(one.by),
  })),
});
