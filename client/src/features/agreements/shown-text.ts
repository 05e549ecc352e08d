import type { AgreementView, FrozenText } from "@hub/domain/agreements/contract";
import type { Clause } from "@hub/domain/clauses/contract";
import { readsOf } from "@hub/domain/clauses/rules";
import type { Change, ProposalView } from "@hub/domain/proposals/contract";

/** An article as it stands on the page. */
export interface ShownClause {
  id: string;
  /** From 1. */
  number: number;
  heading: string;
  reads: string;
}

/** Which text of an agreement is looked at: `draft` for the one in hand, else a version by its number. */
export type Which = "draft" | number;

/** What the page shows until another text is chosen: the one in hand, the frozen one, the one in force, the newest. */
export function firstShown(view: Pick<AgreementView, "draft" | "versions">): Which | null {
  if (view.draft) return "draft";
  const version =
    view.versions.find((one) => one.state === "frozen") ??
    view.versions.find((one) => one.state === "in_force") ??
    view.versions[0];
  return version?.number ?? null;
}

/** The text that an address asks for, where it is there for this reader. */
export function whichOf(
  asked: string | null,
  view: Pick<AgreementView, "draft" | "versions">,
): Which | null {
  if (asked === "draft" && view.draft) return "draft";
  const number = Number(asked);
  return view.versions.some((one) => one.number === number) ? number : firstShown(view);
}

export const shownDraft = (
  clauses: readonly Clause[],
  parties: readonly { name: string }[],
): ShownClause[] =>
  clauses.map((clause, index) => ({
    id: clause.id,
    number: index + 1,
    heading: clause.heading,
    reads: readsOf(clause, parties),
  }));

export const shownFrozen = ({ clauses }: Pick<FrozenText, "clauses">): ShownClause[] =>
  clauses.map(({ id, number, heading, reads }) => ({ id, number, heading, reads }));

/** Proposals that are still open: inside the office, or before the others. */
export const isOpen = ({ state }: Pick<ProposalView, "state">): boolean =>
  state === "draft" || state === "reviewing" || state === "issuing" || state === "released";

/** What only the own office sees. */
export const isInside = ({ state }: Pick<ProposalView, "state">): boolean =>
  state === "draft" || state === "reviewing" || state === "issuing";

/** Under which article a change stands: the one it speaks of, or for an insertion the one before it; null: before the first. */
export const anchorOf = (change: Change): string | null =>
  change.op === "insert" ? change.after : change.clauseId;

/**
 * Proposals by the article under which they stand; under null what stands before the first article or speaks of the whole text, and
 * what speaks of an article that is gone.
 */
export function placed<P extends Pick<ProposalView, "change">>(
  proposals: readonly P[],
  clauses: readonly Pick<ShownClause, "id">[],
): Map<string | null, P[]> {
  const known = new Set(clauses.map((one) => one.id));
  const found = new Map<string | null, P[]>();
  for (const proposal of proposals) {
    const anchor = anchorOf(proposal.change);
    const at = anchor !== null && known.has(anchor) ? anchor : null;
    found.set(at, [...(found.get(at) ?? []), proposal]);
  }
  return found;
}
