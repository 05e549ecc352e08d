import type { Readable } from "../access/rules.ts";
import type { DisputeFacts } from "../disputes/rules.ts";
import type { ExchangeState, FeedbackKind, OpenKind } from "./contract.ts";

export interface AssignmentFacts {
  prosecutorId: string;
  assistantIds: readonly string[];
  clerkId: string | null;
  until: Date | null;
}

/** Whom the 权限清单 names for a draft, as officers' tokens; `direct`: the drafter issues it himself, without 审核. */
export interface Plan {
  review: readonly string[];
  issue: readonly string[];
  direct: boolean;
}

/** An exchange as rules see it. */
export interface ExchangeFacts extends Readable {
  kind: OpenKind;
  state: ExchangeState;
  fromOfficeId: string;
  toOfficeId: string;
  fromDepartmentId: string | null;
  /** Team of the sender's lead, kept in step with it. */
  fromTeam: readonly string[];
  /** Team of the lead that acceptance made, kept in step with it. */
  toTeam: readonly string[];
  /** B角 whom an escalation let in. */
  standIns: readonly { officerId: string; officeId: string }[];
  drafted: { officerId: string };
  /** Who may review and issue it, as tokens of the 权限清单 at the time it was submitted. */
  plan: Plan;
  reviewed: { officerId: string } | null;
  issued: { by: { officerId: string } } | null;
  offline: { uploaded: { officerId: string } } | null;
  superiorIds: readonly string[];
  departmentId: string | null;
  assignments: readonly AssignmentFacts[];
  feedback: readonly { kind: FeedbackKind; acknowledged: unknown }[];
  circulated: readonly string[];
  reads: readonly { officerId: string }[];
  dispute: DisputeFacts | null;
  /** 督办, present and past. */
  supervisions: readonly { officeId: string; ended: unknown }[];
}
