import { told } from "../agreements/change.ts";
import type { AgreementDoc, VersionDoc } from "../agreements/model.ts";
import type { FrozenClause, ObligationSpec } from "../clauses/contract.ts";
import { frozenClauses } from "../clauses/rules.ts";
import { endAgreedTerms, setAgreedTerms } from "../clocks/agreed.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { dayOf } from "../kernel/clock.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { ObligationKind, ObligationTerms } from "./contract.ts";
import { channelOf, recount } from "./change.ts";
import type { ObligationDoc } from "./model.ts";
import { ruleOf } from "./plan.ts";
import { changedTerms } from "./rules.ts";
import { keepObligation } from "./settle.ts";
import { addDays } from "./state.ts";

/** What parties do together: one of the others has to say that it took place. */
const JOINT: readonly ObligationKind[] = [
  "conference",
  "patrol",
  "consultation",
  "campaign",
  "restoration",
];

const EVERY = {
  monthly: "month",
  quarterly: "quarter",
  half_yearly: "half_year",
  yearly: "year",
} as const;

/**
 * What a clause obliges to, as terms; null where nobody with an account is obliged. From the day of effect, or from today for one that
 * holds since long: what was due before the hub knew of it is nobody's delay here.
 */
export function termsOf(
  clause: Pick<FrozenClause, "heading">,
  spec: ObligationSpec,
  agreement: Pick<AgreementDoc, "parties">,
  { from, until }: { from: string; until: string | null },
): ObligationTerms | null {
  const { responsible } = spec;
  const party = responsible.who === "party" ? agreement.parties[responsible.index] : null;
  if (party !== null && !party?.officeId) return null;
  return {
    kind: spec.kind,
    title: clause.heading.replace(/^[【[]|[】\]]$/g, ""),
    responsible:
      responsible.who === "party"
        ? { who: "office", officeId: party?.officeId ?? "" }
        : { who: responsible.who },
    recurrence: recurrenceOf(spec, from),
    window: { opensBefore: null, due: isByPeriod(spec) ? null : spec.due },
    evidence: ["action", "conference", "exchange", "record"],
    confirmation: JOINT.includes(spec.kind) ? "one" : "none",
    from,
    until,
  };
}

const isByPeriod = (spec: ObligationSpec): boolean => spec.recurrence in EVERY;

function recurrenceOf(spec: ObligationSpec, from: string): ObligationTerms["recurrence"] {
  if (spec.recurrence === "per_event") return { every: "event" };
  // 及时, without a day: it can be recorded when it happens, and is never late.
  if (spec.recurrence === "once")
    return spec.due === null ? { every: "event" } : { every: "once", on: from };
  return { every: EVERY[spec.recurrence], times: spec.count };
}

/** One obligation a clause, through all versions of the agreement. */
const obligationId = (agreementId: string, clauseId: string): string =>
  derivedId(agreementId, `obligation/${clauseId}`);

interface Adopted {
  made: string[];
  changed: string[];
  ended: string[];
}

/**
 * Brings the obligations of an agreement in line with the version in force and the parties of now: to be called in the transaction in
 * which a version takes effect, a party comes or leaves. What a clause obliged to before is carried over by the clause's id, with
 * everything that is open; a changed rule touches only what has not opened yet; what no clause says any more ends. The agreed periods of
 * transfer and feedback become the clocks between the parties. Answers the entries to write in that very act.
 */
export async function adoptObligations(
  tx: Tx,
  agreement: AgreementDoc,
  version: Pick<VersionDoc, "number" | "clauses" | "effectiveOn" | "until" | "frozen">,
): Promise<Omit<NewEntry, "id">[]> {
  const clauses = frozenClauses(version.clauses, agreement.parties);
  // Nobody's hand makes them: they stand under the name of whoever froze the text, or registered it.
  const by = version.frozen ?? agreement.drafted;
  const today = dayOf(tx.at);
  const effective = version.effectiveOn ?? today;
  const from = effective > today ? effective : today;
  const before = await tx.store.obligations
    .find({ agreementId: agreement._id }, null, { session: tx.session })
    .lean<ObligationDoc[]>();
  const done: Adopted = { made: [], changed: [], ended: [] };
  const days: string[] = [];
  const kept = new Set<string>();
  for (const clause of clauses) {
    const id = obligationId(agreement._id, clause.id);
    const known = before.find((one) => one._id === id);
    const terms =
      clause.obligation &&
      termsOf(clause, clause.obligation, agreement, {
        from: known && !known.ended ? known.terms.from : from,
        until: version.until,
      });
    if (!terms) continue;
    kept.add(id);
    const next: ObligationDoc = {
      ...(known ? carriedOver(known, terms) : fresh(id, agreement._id, terms, by, tx.at)),
      clauseId: clause.id,
      article: clause.number,
    };
    if (!known) done.made.push(id);
    else if (known.ended || changedTerms(known.terms, next.terms).length > 0) done.changed.push(id);
    days.push(...(await keepObligation(tx, agreement, next, known ?? null)));
  }
  for (const one of before) {
    if (kept.has(one._id) || one.ended) continue;
    if (one.clauseId === null) {
      days.push(...(await keepObligation(tx, agreement, one, one)));
      continue;
    }
    const ended = { on: from, reason: `第${version.number}版文本不再规定`, by };
    days.push(...(await keepObligation(tx, agreement, { ...one, ended }, one)));
    done.ended.push(one._id);
  }
  await recount(tx, agreement, days);
  await setAgreedTerms(tx, agreement, clauses);
  if (Object.values(done).every((ids: string[]) => ids.length === 0)) return [];
  const body = { agreementId: agreement._id, version: version.number, ...done };
  return [told(channelOf(agreement), "obligation.adopted", body)];
}

const fresh = (
  _id: string,
  agreementId: string,
  terms: ObligationTerms,
  defined: Stamp,
  changedAt: Date,
): ObligationDoc => ({
  _id,
  version: 1,
  agreementId,
  clauseId: null,
  article: null,
  terms,
  rrule: ruleOf(terms) ?? null,
  defined,
  ended: null,
  handlers: [],
  madeThrough: null,
  changedAt,
});

/**
 * The clause's terms of now, with what was set beside it by hand: how it opens, what proves it, and whose word it needs. What had ended and
 * binds again owes the period in which it does so, as anything new.
 */
function carriedOver(known: ObligationDoc, clause: ObligationTerms): ObligationDoc {
  const { evidence, confirmation, window } = known.terms;
  const terms = {
    ...clause,
    evidence,
    confirmation,
    window: { ...clause.window, opensBefore: window.opensBefore },
  };
  const madeThrough = known.ended ? addDays(terms.from, -1) : known.madeThrough;
  return { ...known, terms, rrule: ruleOf(terms) ?? null, ended: null, madeThrough };
}

/**
 * The agreement is over (废止, 期满, 终止): nothing new falls due from that day on, what was open stays to be done, and its periods bind
 * nobody any more. In the transaction of that act.
 */
export async function endObligations(
  tx: Tx,
  agreement: AgreementDoc,
  { on, reason, by }: { on: string; reason: string; by: Stamp },
): Promise<void> {
  const before = await tx.store.obligations
    .find({ agreementId: agreement._id, ended: null }, null, { session: tx.session })
    .lean<ObligationDoc[]>();
  const days: string[] = [];
  for (const one of before)
    days.push(...(await keepObligation(tx, agreement, { ...one, ended: { on, reason, by } }, one)));
  await recount(tx, agreement, days);
  await endAgreedTerms(tx, agreement._id);
}
