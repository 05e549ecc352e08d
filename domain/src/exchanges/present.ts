import { mostPressing, toClockView } from "../clocks/rules.ts";
import type { DisputeView } from "../disputes/contract.ts";
import type { Attached } from "../files/contract.ts";
import type { Officer, OfficerCard } from "../kernel/officer.ts";
import { signatureOf, type Stamp } from "../kernel/signature.ts";
import type { LeadValues } from "../leads/contract.ts";
import type { ExchangeAct, ExchangeRow, ExchangeView, Frozen, Station } from "./contract.ts";
import { BEFORE_ISSUE } from "./flow.ts";
import { knowsOf } from "./knows.ts";
import type { ExchangeRecord, TombstoneRecord } from "./record.ts";
import { frozenFrom, isDisputed, presentAssignment, presentSupervision } from "./rules.ts";

/** What a presenter needs beside the record: who is who, and what time it is. */
export interface Surroundings {
  viewer: Officer;
  cards: ReadonlyMap<string, OfficerCard>;
  /** Telephones of offices. */
  telephones: ReadonlyMap<string, string>;
  now: Date;
}

const signed = (stamp: Stamp | null) => (stamp ? signatureOf(stamp) : null);
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** From which side this officer looks. */
export const sideOfViewer = (
  viewer: Pick<Officer, "officeId">,
  x: Pick<ExchangeRecord, "fromOfficeId" | "toOfficeId">,
): ExchangeRow["side"] => {
  if (viewer.officeId === x.fromOfficeId) return "from";
  return viewer.officeId === x.toOfficeId ? "to" : "superior";
};

/** A card for somebody who is not in the store any more: the id stands, the name is gone. */
const unknownCard = (id: string, officeId: string): OfficerCard => ({
  id,
  officeId,
  name: "",
  title: "",
  telephone: "",
  posts: [],
  inCharge: [],
  departmentId: null,
});

export function toExchangeRow(
  x: ExchangeRecord,
  around: Surroundings,
  can: ExchangeAct[],
): ExchangeRow {
  const side = sideOfViewer(around.viewer, x);
  const pressing = mostPressing(x.clocks);
  const handler = presentAssignment(x)?.prosecutorId;
  return {
    id: x._id,
    version: x.version,
    kind: x.kind,
    state: x.state,
    urgency: x.urgency,
    title: x.title,
    field: x.field,
    grade: x.grade,
    marking: x.marking,
    fromOfficeId: x.fromOfficeId,
    toOfficeId: x.toOfficeId,
    side,
    leadId: side === "from" ? x.leadId : side === "to" ? (x.accepted?.leadId ?? null) : null,
    leadNumber: x.leadNumber,
    sentAt: iso(x.sentAt),
    signedAt: iso(x.receipt?.by.at ?? null),
    acceptedAt: iso(x.accepted?.by.at ?? null),
    changedAt: x.changedAt.toISOString(),
    handler: handler ? (around.cards.get(handler)?.name ?? "") : null,
    clock: pressing ? toClockView(pressing, around.now) : null,
    lastFeedback: x.feedback.at(-1)?.kind ?? null,
    channelId:
      side !== "superior" || presentSupervision(x, around.viewer.officeId) ? x.channelId : null,
    disputed: isDisputed(x),
    can,
  };
}

/**
 * The whole exchange for one viewer. What the sender's office does among itself (returns, drafts, review) is told to that office
 * alone, and why the receiver reassigned to the receiver alone.
 */
export function toExchangeView(
  x: ExchangeRecord,
  around: Surroundings,
  given: { can: ExchangeAct[]; preview: { values: LeadValues; files: Attached[] } | null },
): ExchangeView {
  const row = toExchangeRow(x, around, given.can);
  const own = row.side === "from";
  const card = (id: string, officeId: string) => around.cards.get(id) ?? unknownCard(id, officeId);
  return {
    ...row,
    content: x.content ?? previewOf(x, given.preview),
    digest: x.digest,
    sections: x.sections,
    materials: own ? x.materials : [],
    terms: x.terms,
    agreement: x.agreement,
    drafted: own ? signed(x.drafted) : null,
    returns: own ? x.returns.map(({ reason, by }) => ({ reason, by: signatureOf(by) })) : [],
    reviewed: own ? signed(x.reviewed) : null,
    noReview: own ? x.noReview : null,
    issued: x.issued
      ? {
          by: signatureOf(x.issued.by),
          mode: x.issued.mode,
          principal: x.issued.principal,
          approvalFileId: own ? x.issued.approvalFileId : null,
        }
      : null,
    offlineApproval:
      own && x.offline && !x.issued
        ? {
            fileId: x.offline.fileId,
            signedBy: card(x.offline.signedBy, x.fromOfficeId),
            signedOn: x.offline.signedOn,
            uploaded: signatureOf(x.offline.uploaded),
          }
        : null,
    papers: x.papers.map((one) => ({ ...one, by: signatureOf(one.by) })).toReversed(),
    receipt: x.receipt ? { by: signatureOf(x.receipt.by), digest: x.receipt.digest } : null,
    departmentId: x.departmentId,
    assignments: x.assignments.map((one) => ({
      prosecutor: card(one.prosecutorId, x.toOfficeId),
      assistants: one.assistantIds.map((id) => card(id, x.toOfficeId)),
      clerk: one.clerkId ? card(one.clerkId, x.toOfficeId) : null,
      departmentId: one.departmentId,
      by: signatureOf(one.by),
      reason: row.side === "to" ? one.reason : "",
      until: iso(one.until),
    })),
    accepted: x.accepted
      ? {
          by: signatureOf(x.accepted.by),
          number: x.accepted.number,
          leadId: row.side === "to" ? x.accepted.leadId : null,
        }
      : null,
    feedback: x.feedback.map((one) => ({
      ...one,
      by: signatureOf(one.by),
      acknowledged: signed(one.acknowledged),
    })),
    supplements: x.supplements.map((one) => ({ ...one, by: signatureOf(one.by) })),
    requests: x.requests.map((one) => ({
      ...one,
      by: signatureOf(one.by),
      answered: x.supplements.some((other) => other.requestId === one.id),
    })),
    asked: x.asked.map((one) => ({ ...one, by: signatureOf(one.by) })),
    reads: x.reads.map(signatureOf),
    dispute: toDisputeView(x.dispute),
    supervisions: x.supervisions.map((one) => ({
      ...one,
      by: signatureOf(one.by),
      ended: signed(one.ended),
    })),
    withdrawn: x.withdrawn ? { by: signatureOf(x.withdrawn.by), reason: x.withdrawn.reason } : null,
    stations: stationsOf(x, own),
    clocks: x.clocks.map((clock) => toClockView(clock, around.now)),
    parties: partiesOf(x, around),
    knows: knowsOf(x, around.viewer, around.cards),
    tombstone: false,
  };
}

const previewOf = (
  x: ExchangeRecord,
  preview: { values: LeadValues; files: Attached[] } | null,
): Frozen | null => (preview ? frozenFrom({ ...x, ...preview }) : null);

function toDisputeView(dispute: ExchangeRecord["dispute"]): DisputeView | null {
  if (!dispute) return null;
  return {
    ...dispute,
    raised: signatureOf(dispute.raised),
    decidedAt: iso(dispute.decidedAt),
    steps: dispute.steps.map((step, index) => ({
      index,
      stage: step.stage,
      officeIds: step.officeIds,
      result: step.result,
      designatedOfficeId: step.designatedOfficeId,
      note: step.note,
      paper: step.paper,
      offline: step.offline,
      by: signed(step.by),
    })),
  };
}

function partiesOf(x: ExchangeRecord, around: Surroundings): ExchangeView["parties"] {
  const handler = presentAssignment(x)?.prosecutorId;
  const party = (officeId: string, officerId: string | undefined) => ({
    officeId,
    telephone: around.telephones.get(officeId) ?? "",
    handler: officerId ? (around.cards.get(officerId) ?? null) : null,
  });
  return [party(x.fromOfficeId, x.drafted.officerId), party(x.toOfficeId, handler)];
}

/** The path: who and when at each station, what was left out and why, and where it stands. */
export function stationsOf(x: ExchangeRecord, own: boolean): Station[] {
  const worked = x.feedback.find((one) => one.kind !== "acceptance");
  const latest = x.feedback.findLast((one) => one.kind !== "acceptance");
  const closing = x.feedback.find((one) => one.kind === "result");
  const inner = (stamp: Stamp | null) => (own ? stamp : null);
  const passed: [Station["key"], Stamp | null, boolean][] = [
    ["draft", inner(x.submitted ?? x.drafted), x.state !== "draft"],
    ["review", inner(x.reviewed), x.reviewed !== null],
    ["issue", x.issued?.by ?? null, x.issued !== null],
    ["send", x.issued?.by ?? null, x.sentAt !== null],
  ];
  if (x.kind === "notice") passed.push(["close", x.reads[0] ?? null, x.reads.length > 0]);
  else
    passed.push(
      ["sign", x.receipt?.by ?? null, x.receipt !== null],
      ["accept", x.accepted?.by ?? null, x.accepted !== null],
      ["handle", worked?.by ?? null, worked !== undefined],
      ["feedback", latest?.by ?? null, closing !== undefined],
      ["close", closing?.by ?? null, closing !== undefined],
    );
  const noReview = x.noReview !== null && x.reviewed === null;
  const isOver = ["withdrawn", "discarded", "redirected", "done"].includes(x.state);
  const open = passed.find(([key, , done]) => !done && !(key === "review" && noReview));
  return passed.map(([key, by, done]) => ({
    key,
    status: statusOf(done, key === "review" && noReview, !isOver && open?.[0] === key),
    by: signed(by),
    at: iso(by?.at ?? (key === "send" ? x.sentAt : null)),
    note: noteOf(key, x, own),
  }));
}

const statusOf = (done: boolean, skipped: boolean, current: boolean): Station["status"] => {
  if (done) return "passed";
  if (skipped) return "skipped";
  return current ? "current" : "ahead";
};

function noteOf(key: Station["key"], x: ExchangeRecord, own: boolean): Station["note"] {
  if (key === "review" && own && x.noReview === "own_draft") return "own_draft";
  if (key !== "issue" || !x.issued || x.issued.mode === "own") return null;
  return x.issued.mode;
}

/** True once the sender's office is not alone with it any more. */
export const isOut = (x: Pick<ExchangeRecord, "state">): boolean => !BEFORE_ISSUE.includes(x.state);

/** What is left at the other side of an exchange that was taken back: no content, no title, nothing to do. */
export function toTombstoneView(x: TombstoneRecord, viewer: Officer): ExchangeView {
  return {
    ...toTombstoneRow(x, viewer),
    content: null,
    digest: x.receipt?.digest ?? null,
    sections: [],
    materials: [],
    agreement: "",
    drafted: null,
    returns: [],
    reviewed: null,
    noReview: null,
    issued: null,
    papers: [],
    offlineApproval: null,
    departmentId: null,
    assignments: [],
    accepted: null,
    feedback: [],
    supplements: [],
    requests: [],
    asked: [],
    reads: [],
    dispute: null,
    supervisions: [],
    stations: [],
    clocks: [],
    parties: [],
    knows: [],
    tombstone: true,
    terms: { sign: null, accept: null, progress: null },
    receipt: x.receipt ? { by: signatureOf(x.receipt.by), digest: x.receipt.digest } : null,
    withdrawn: { by: signatureOf(x.withdrawn.by), reason: x.withdrawn.reason },
  };
}

export const toTombstoneRow = (x: TombstoneRecord, viewer: Officer): ExchangeRow => ({
  id: x._id,
  version: x.version,
  kind: x.kind,
  state: "withdrawn",
  urgency: x.urgency,
  title: "",
  field: "OTHER",
  grade: "ordinary",
  marking: "work_secret",
  fromOfficeId: x.fromOfficeId,
  toOfficeId: x.toOfficeId,
  side: sideOfViewer(viewer, x),
  leadId: null,
  leadNumber: "",
  sentAt: iso(x.sentAt),
  signedAt: iso(x.receipt?.by.at ?? null),
  acceptedAt: null,
  changedAt: x.changedAt.toISOString(),
  handler: null,
  clock: null,
  lastFeedback: null,
  channelId: null,
  disputed: false,
  can: [],
});
