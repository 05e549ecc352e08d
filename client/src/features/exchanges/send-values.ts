import type { Terms } from "@hub/domain/clocks/contract";
import type { ExchangeView, OpenKind, Section, Urgency } from "@hub/domain/exchanges/contract";
import { canonical } from "@hub/domain/kernel/canonical";
import { nextState } from "@hub/domain/kernel/flow";
import type { LeadView } from "@hub/domain/leads/contract";
import { LEAD_FLOW } from "@hub/domain/leads/flow";
import { isHandedOver } from "@hub/domain/leads/present";

/** What is filled in on the left of the sending dialog. */
export interface SendValues {
  kind: OpenKind;
  toOfficeId: string | undefined;
  sections: Section[];
  materials: string[];
  urgency: Urgency;
  note: string;
  agreement: string;
  /** False: as agreed with the partner, or nothing. */
  ownTerms: boolean;
  terms: Terms;
}

export const NO_TERMS: Terms = { sign: null, accept: null, progress: null };

/** A new exchange shows what the other side needs to act, and never by itself who reported it. */
export const newSending = ({
  materials,
  kind = "transfer",
}: {
  materials: string[];
  kind?: OpenKind;
}): SendValues => ({
  kind,
  toOfficeId: undefined,
  sections: ["basic", "body", "place", "facts"],
  materials,
  urgency: "ordinary",
  note: "",
  agreement: "",
  ownTerms: false,
  terms: NO_TERMS,
});

export const sendingOf = (view: ExchangeView): SendValues => ({
  kind: view.kind === "notice" ? "notice" : "transfer",
  toOfficeId: view.toOfficeId,
  sections: view.sections,
  materials: view.materials,
  urgency: view.urgency,
  note: view.content?.note ?? "",
  agreement: view.agreement,
  ownTerms: true,
  terms: view.terms,
});

/** Why this lead cannot be 移送 now, as the command would say it: decided on here, or handed to another office already. */
export function transferBar(
  lead: Pick<LeadView, "officeId" | "state" | "exchanges">,
): "lead_state" | "in_transfer" | null {
  if (lead.exchanges.some((one) => isHandedOver(one, lead.officeId))) return "in_transfer";
  return nextState(LEAD_FLOW, lead.state, "transfer") ? null : "lead_state";
}

interface Agreed {
  ordinary: Terms;
  urgent: Terms;
}

/** The periods that this one will run under: its own where set, else what the two offices agreed on for its urgency. */
export const termsOf = (
  values: Pick<SendValues, "ownTerms" | "terms" | "urgency" | "kind">,
  agreed: Agreed | undefined,
): Terms => {
  if (values.kind === "notice") return NO_TERMS;
  if (values.ownTerms) return values.terms;
  return (values.urgency === "urgent" ? agreed?.urgent : agreed?.ordinary) ?? NO_TERMS;
};

export const isAgreed = (terms: Terms): boolean =>
  terms.sign !== null || terms.accept !== null || terms.progress !== null;

/** Whether a draft runs under what the two offices agreed on, and not under periods of its own. */
export function runsAsAgreed(
  { kind, urgency, terms }: Pick<ExchangeView, "kind" | "urgency" | "terms">,
  agreed: Agreed | undefined,
): boolean {
  const values = { kind: kind === "notice" ? kind : "transfer", urgency, terms } as const;
  return canonical(termsOf({ ...values, ownTerms: false }, agreed)) === canonical(terms);
}

/** Partners with whom something is agreed stand first, then the others; each group in order of division code. */
export const partnersFirst = <R extends Agreed & { officeId: string }>(
  recipients: readonly R[],
): { partners: R[]; others: R[] } => {
  const sorted = recipients.toSorted((one, other) => one.officeId.localeCompare(other.officeId));
  const isPartner = (one: R) => isAgreed(one.ordinary) || isAgreed(one.urgent);
  return {
    partners: sorted.filter(isPartner),
    others: sorted.filter((one) => !isPartner(one)),
  };
};
