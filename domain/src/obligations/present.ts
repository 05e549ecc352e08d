import type { AgreementFacts } from "../agreements/facts.ts";
import type { Officer, OfficerCard } from "../kernel/officer.ts";
import { signatureOf } from "../kernel/signature.ts";
import type {
  EvidenceView,
  ObligationView,
  OccurrenceRow,
  OccurrenceView,
  RequestView,
} from "./contract.ts";
import type { Evidence, ObligationRecord, OccurrenceRecord, OccurrenceRequest } from "./record.ts";
import { obligationCan, occurrenceCan } from "./rules.ts";
import { daysBetween, liveEvidence, overdueOn, stateOn } from "./state.ts";

/** The agreement as its obligations show it. */
export type Of = AgreementFacts & {
  _id: string;
  values: { title: string; reports: boolean };
};

export interface Viewer {
  actor: Officer;
  today: string;
}

export function toOccurrenceRow(
  one: OccurrenceRecord,
  agreement: Of,
  { actor, today }: Viewer,
): OccurrenceRow {
  return {
    id: one._id,
    version: one.version,
    obligationId: one.obligationId,
    agreementId: one.agreementId,
    agreementTitle: agreement.values.title,
    kind: one.kind,
    title: one.title,
    period: one.period,
    officeId: one.officeId,
    rotates: one.rotates,
    opensOn: one.opensOn,
    dueOn: one.dueOn,
    firstDueOn: one.firstDueOn,
    provisional: one.provisional,
    state: stateOn(one, today),
    overdueDays: overdueOn(one, today),
    lateDays: one.late && one.metOn ? daysBetween(one.dueOn, one.metOn) : 0,
    times: one.times,
    done: liveEvidence(one).length,
    metOn: one.metOn,
    can: occurrenceCan(actor, { ...agreement, occurrence: one, today }),
  };
}

/** What of the linked things this officer may read, by id. */
export type Refs = ReadonlyMap<string, { title: string; number: string | null }>;

const toEvidence = (one: Evidence, refs: Refs): EvidenceView => {
  const known = one.ref ? refs.get(one.ref.id) : undefined;
  return {
    id: one.id,
    kind: one.kind,
    ref: one.ref && known ? { ...one.ref, title: known.title, number: known.number } : null,
    text: one.text,
    files: one.files,
    on: one.on,
    digest: one.digest,
    by: signatureOf(one.by),
    refuted: one.refuted && { ...one.refuted, by: signatureOf(one.refuted.by) },
  };
};

const toRequest = (one: OccurrenceRequest): RequestView => ({
  id: one.id,
  kind: one.kind,
  reason: one.reason,
  to: one.to,
  by: signatureOf(one.by),
  answers: one.answers.map(({ agree, reason, by }) => ({ agree, reason, by: signatureOf(by) })),
  outcome: one.outcome,
});

export const toOccurrenceView = (
  one: OccurrenceRecord,
  agreement: Of,
  viewer: Viewer,
  refs: Refs,
): OccurrenceView => ({
  ...toOccurrenceRow(one, agreement, viewer),
  clauseId: one.clauseId,
  confirmation: one.confirmation,
  accepts: one.accepts,
  event: one.event && { ...one.event, by: signatureOf(one.event.by) },
  evidence: one.evidence.map((given) => toEvidence(given, refs)),
  confirmed: one.confirmed.map(({ by }) => signatureOf(by)),
  requests: one.requests.map(toRequest),
});

export const toObligationView = (
  one: ObligationRecord,
  agreement: Of,
  viewer: Viewer,
  { occurrences, cards }: { occurrences: OccurrenceRow[]; cards: ReadonlyMap<string, OfficerCard> },
): ObligationView => {
  const own = one.handlers.find((known) => known.officeId === viewer.actor.officeId);
  return {
    id: one._id,
    version: one.version,
    agreementId: one.agreementId,
    clauseId: one.clauseId,
    article: one.article,
    terms: one.terms,
    rrule: one.rrule,
    defined: signatureOf(one.defined),
    ended: one.ended && { ...one.ended, by: signatureOf(one.ended.by) },
    handler: own ? (cards.get(own.officerId) ?? null) : null,
    occurrences,
    can: obligationCan(viewer.actor, { ...agreement, obligation: one }),
  };
};
