import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { told } from "../agreements/change.ts";
import { dayOf, endOfDay } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Stamp } from "../kernel/signature.ts";
import { channelOf, loadAgreement, loadOccurrence, recount } from "../obligations/change.ts";
import { passTurn } from "../obligations/commands-turn.ts";
import { ObligationTerms } from "../obligations/contract.ts";
import { putEvidence } from "../obligations/evidence.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import { ruleOf } from "../obligations/plan.ts";
import { partyIdsOf } from "../obligations/rules.ts";
import { keepObligation } from "../obligations/settle.ts";
import { liveEvidence, stateOn } from "../obligations/state.ts";
import type { FormerResolution, Resolution } from "./conference-contract.ts";
import type { ActionDoc } from "./model.ts";
import type { TaskRecord, Word } from "./record.ts";
import type { z } from "zod";

type Written = Omit<NewEntry, "id"> & { id?: string };

/** Occurrences that a report is to meet belong to the action's agreement, accept such evidence and are not done yet. */
export async function ensureMeets(
  tx: Tx,
  x: Pick<ActionDoc, "agreementId" | "kind">,
  occurrenceIds: readonly string[],
): Promise<void> {
  for (const [index, id] of occurrenceIds.entries()) {
    const { occurrence } = await loadOccurrence(tx, id);
    const fits =
      occurrence.agreementId === x.agreementId && occurrence.accepts.includes(evidenceKind(x));
    if (!fits)
      throw new HubError("bad_input", {
        issues: [{ path: `obligationIds.${index}`, code: "not_of_this_agreement" }],
      });
  }
}

export const evidenceKind = (x: Pick<ActionDoc, "kind">): "action" | "conference" =>
  x.kind === "conference" ? "conference" : "action";

/**
 * 落实 by what all offices have just agreed to, in that very commit: the report (or the 纪要) is the evidence. What was met meanwhile by
 * other evidence stays as it is.
 */
export async function meetBy(
  tx: Tx,
  x: ActionDoc,
  occurrenceIds: readonly string[],
  given: { digest: string; by: Stamp; text: string; words: readonly Word[] },
): Promise<Written[]> {
  const written: Written[] = [];
  for (const id of occurrenceIds) {
    const { occurrence, agreement } = await loadOccurrence(tx, id);
    const linked = liveEvidence(occurrence).some((one) => one.ref?.id === x._id);
    if (occurrence.phase === "met" || linked) continue;
    const kind = evidenceKind(x);
    written.push(
      await putEvidence(
        tx,
        { agreement, occurrence },
        {
          id: derivedId(x._id, `evidence/${id}`),
          kind,
          ref: { kind, id: x._id },
          text: given.text,
          files: [],
          on: dayOf(x.startAt ?? tx.at),
          digest: given.digest,
          by: given.by,
          refuted: null,
        },
        given.words.flatMap((one) => one.given ?? []),
      ),
    );
  }
  return written;
}

/** 议定事项 become obligations of the agreement: each once, by its office, on its day. */
export async function oblige(
  tx: Tx,
  agreementId: string,
  resolutions: readonly Resolution[],
  by: Stamp,
): Promise<Written[]> {
  const agreement = await loadAgreement(tx, agreementId);
  const written: Written[] = [];
  const days: string[] = [];
  for (const [index, one] of resolutions.entries()) {
    if (!partyIdsOf(agreement).includes(one.officeId))
      throw new HubError("bad_input", {
        issues: [{ path: `content.resolutions.${index}.officeId`, code: "not_a_party" }],
      });
    const terms = ObligationTerms.parse({
      kind: "resolution",
      title: one.text.slice(0, 120),
      responsible: { who: "office", officeId: one.officeId },
      recurrence: { every: "once", on: one.dueOn },
      from: dayOf(tx.at),
    });
    const made = {
      _id: one.id,
      version: 1,
      agreementId,
      clauseId: null,
      article: null,
      terms,
      rrule: ruleOf(terms) ?? null,
      defined: by,
      ended: null,
      handlers: [],
      madeThrough: null,
      changedAt: tx.at,
    };
    days.push(...(await keepObligation(tx, agreement, made, null)));
    const body = { agreementId, obligationId: one.id, kind: terms.kind };
    written.push(told(channelOf(agreement), "obligation.defined", body));
  }
  await recount(tx, agreement, days);
  return written;
}

/** 轮值召集单位 moves on because the 纪要 is issued, and for no other reason. */
export async function moveTurnOn(
  tx: Tx,
  x: ActionDoc,
  agreementId: string,
  { fact, by, held }: { fact: string; by: Stamp; held: string | null },
): Promise<Written> {
  const agreement = await loadAgreement(tx, agreementId);
  return passTurn(tx, agreement, {
    id: derivedId(x._id, "turn"),
    to: null,
    held,
    fact,
    on: dayOf(x.startAt ?? tx.at),
    by,
  });
}

/** Without an agreement nobody owes anything: what was resolved lies on the desks of the offices' liaisons as tasks of this conference. */
export async function tasksFrom(
  tx: Tx,
  resolutions: readonly Resolution[],
  by: Stamp,
): Promise<TaskRecord[]> {
  const liaisons = await tx.store.officers
    .find(
      { officeId: { $in: resolutions.map((one) => one.officeId) }, active: true, posts: "liaison" },
      { officeId: 1 },
      { session: tx.session },
    )
    .lean<{ _id: string; officeId: string }[]>();
  return resolutions.map((one) => ({
    id: one.id,
    title: one.text.slice(0, 200),
    assigneeIds: liaisons.filter((who) => who.officeId === one.officeId).map((who) => who._id),
    dueAt: endOfDay(one.dueOn),
    stopId: null,
    findingId: null,
    by,
    done: null,
  }));
}

/** 上次议定事项落实情况: what was resolved under the agreement and how it stands today. */
export async function formerResolutions(
  tx: Tx,
  agreementId: string | null,
): Promise<z.infer<typeof FormerResolution>[]> {
  if (agreementId === null) return [];
  const found = await tx.store.occurrences
    .find({ agreementId, kind: "resolution" }, null, { session: tx.session })
    .sort({ dueOn: -1 })
    .limit(40)
    .lean<OccurrenceDoc[]>();
  const today = dayOf(tx.at);
  return found.map((one) => ({
    obligationId: one.obligationId,
    title: one.title,
    officeId: one.officeId,
    dueOn: one.dueOn,
    state: stateOn(one, today),
  }));
}
