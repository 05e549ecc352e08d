import { token } from "../access/rules.ts";
import type { Entry } from "../channels/contract.ts";
import { bodyOf, type EntryType } from "../kernel/events.ts";
import { awaitedOf } from "./desk.ts";
import type { ProposalState } from "../proposals/contract.ts";
import type { AgreementAct } from "./contract.ts";
import type { AgreementRecord } from "./record.ts";

/** Whoever holds one of these tokens is told of an entry; `act`: because it waits for him now. */
export interface Telling {
  act: AgreementAct | ProposalDesk | null;
  tokens: string[];
}

/** What waits about a proposal, by its state. */
export type ProposalDesk =
  | "submit_proposal"
  | "review_proposal"
  | "release_proposal"
  | "decide_proposal";
export const DESK_OF: Partial<Record<ProposalState, ProposalDesk>> = {
  draft: "submit_proposal",
  reviewing: "review_proposal",
  issuing: "release_proposal",
  released: "decide_proposal",
};

/** What puts an own 院内审批 or a proposal on a desk. */
const TO_THE_DESK: readonly EntryType[] = [
  "agreement.settled",
  "agreement.approval_step",
  "proposal.submitted",
  "proposal.reviewed",
  "proposal.returned",
  "proposal.released",
];

/** What newly waits for somebody once this has happened. */
const STARTS: Partial<Record<EntryType, readonly AgreementAct[]>> = {
  "agreement.circulated": ["staff"],
  "agreement.approved": ["freeze", "report"],
  "agreement.reported": ["consent"],
  "agreement.consented": ["freeze"],
  "agreement.all_signed": ["number"],
  "agreement.issued": ["file"],
  "agreement.assessment_ahead": ["assess"],
};

/** What the people of every party hear of, because it changes what they agreed on or have to do. */
const TO_ALL: readonly EntryType[] = [
  "agreement.circulated",
  "agreement.settled",
  "agreement.sent_back",
  "agreement.frozen",
  "agreement.reopened",
  "agreement.all_signed",
  "agreement.issued",
  "agreement.in_force",
  "agreement.acceded",
  "agreement.left",
  "agreement.assessment_ahead",
  "agreement.ended",
  "agreement.discarded",
  "agreement.revision_abandoned",
  "proposal.released",
  "proposal.decided",
  "proposal.withdrawn",
  "signature.made",
  "signature.declined",
  "signature.paper_confirmed",
];

/** Of a party: its liaison, and those who work on it. */
export const peopleOf = (x: AgreementRecord): string[] =>
  x.parties
    .filter((one) => one.leftOn === null)
    .flatMap(({ officeId, departmentId, team }) =>
      officeId
        ? [
            token.liaison(officeId),
            ...(departmentId ? [token.head(departmentId)] : []),
            ...team.map(token.officer),
          ]
        : [],
    );

/**
 * Who is to be told of an entry about an agreement, first reason first. `desk`: on whom an own 院内审批 or a proposal waits now, as its
 * document says; only those are told who read the channel in which the entry stands.
 */
export function tellingsOf(entry: Entry, x: AgreementRecord, desk: Telling | null): Telling[] {
  const type = entry.type as EntryType; // an unknown type finds nothing in the tables
  const found: Telling[] = awaitedOf(x).filter((one) => STARTS[type]?.includes(one.act));
  if (desk && TO_THE_DESK.includes(type)) found.push(desk);
  const staffed = bodyOf(entry, "agreement.staffed");
  if (staffed) found.push({ act: null, tokens: staffed.officerIds.map(token.officer) });
  if (TO_ALL.includes(type)) found.push({ act: null, tokens: peopleOf(x) });
  return found;
}
