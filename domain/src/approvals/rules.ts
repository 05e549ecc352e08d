import { isAdministrator, token } from "../access/rules.ts";
import { ExchangeKind, Urgency } from "../exchanges/contract.ts";
import type { DelegatedAct, DelegationFacts } from "../delegations/contract.ts";
import { isInForce } from "../delegations/rules.ts";
import { isInCharge } from "../officers/rules.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ApprovalRow, Capacity, NoReview } from "./contract.ts";

const HANDLERS: ApprovalRow["drafters"] = [
  "prosecutor",
  "assistant",
  "dept_deputy",
  "dept_head",
  "deputy_chief",
  "chief",
];
const HEADS: ApprovalRow["reviewers"] = ["dept_head", "dept_deputy"];
const LEADERS: ApprovalRow["issuers"] = ["deputy_chief", "chief"];

/**
 * What holds until an office says otherwise (办案规则 arts 5, 7): the head reviews, a leader issues; a notice and a call for talks bind
 * nobody and end at the head; urgency shortens deadlines, not the approval.
 */
const EXCHANGE_ROWS: readonly ApprovalRow[] = ExchangeKind.options.flatMap((kind) =>
  Urgency.options.map((urgency): ApprovalRow => {
    const endsAtHead = kind === "notice" || kind === "consultation";
    return {
      kind,
      urgency,
      drafters: HANDLERS,
      reviewers: endsAtHead ? [] : HEADS,
      issuers: endsAtHead ? ["dept_head", ...LEADERS] : LEADERS,
      authorised: [],
    };
  }),
);

/** What an office says about a text is signed off by a leader, and that it agrees to one by its chief. */
const AGREEMENT_ROWS: readonly ApprovalRow[] = (["agreement_opinion", "agreement"] as const).map(
  (kind) => ({
    kind,
    urgency: "ordinary",
    drafters: [...HANDLERS, "liaison"],
    reviewers: HEADS,
    issuers: kind === "agreement" ? ["chief"] : LEADERS,
    authorised: [],
  }),
);

export const DEFAULT_ROWS: readonly ApprovalRow[] = [...EXCHANGE_ROWS, ...AGREEMENT_ROWS];

/** The same place in the table. */
export const isSameRow = (
  one: Pick<ApprovalRow, "kind" | "urgency">,
  other: Pick<ApprovalRow, "kind" | "urgency">,
): boolean => one.kind === other.kind && one.urgency === other.urgency;

/** The defaults with an office's own rows in their places. */
export const rowsOf = (own: readonly ApprovalRow[]): ApprovalRow[] =>
  DEFAULT_ROWS.map((row) => own.find((one) => isSameRow(one, row)) ?? row);

/** The row for this kind and urgency; `rows` is a whole table (rowsOf). */
export function rowFor(
  rows: readonly ApprovalRow[],
  of: Pick<ApprovalRow, "kind" | "urgency">,
): ApprovalRow {
  const row = rows.find((one) => isSameRow(one, of));
  if (!row) throw new TypeError("a table has a row for every kind and urgency");
  return row;
}

/** What approval asks of a draft. `departmentId` is the department that handles the lead. */
export interface Draft {
  officeId: string;
  departmentId: string | null;
  drafterId: string;
}

/** An officer as far as approval goes. */
export type Approver = Pick<Officer, "id" | "officeId" | "departmentId" | "posts" | "inCharge">;

const DEPARTMENTAL: readonly Post[] = ["dept_head", "dept_deputy"];

/** What a post reaches: a head his department, a deputy chief the departments in his charge, everybody else the office. */
function reaches(officer: Approver, post: Post, departmentId: string | null): boolean {
  if (DEPARTMENTAL.includes(post))
    return departmentId !== null && officer.departmentId === departmentId;
  return post !== "deputy_chief" || isInCharge(officer, departmentId);
}

/** Holds one of the posts for this draft, in its office. */
const holds = (officer: Approver, posts: readonly Post[], draft: Draft): boolean =>
  officer.officeId === draft.officeId &&
  !isAdministrator(officer.posts) &&
  posts.some((post) => officer.posts.includes(post) && reaches(officer, post, draft.departmentId));

const isAuthorised = (officer: Approver, row: ApprovalRow): boolean =>
  row.authorised.includes(officer.id) && officer.posts.includes("prosecutor");

/**
 * On whose desks a draft lies that holders of these posts are asked about: as tokens, so that it follows the posts when people change. The
 * desks of prosecutors and assistants are their own; they are asked by name alone.
 */
export const desksOf = (posts: readonly Post[], draft: Draft): string[] => [
  ...new Set(
    posts.flatMap((post): string[] => {
      if (DEPARTMENTAL.includes(post))
        return draft.departmentId ? [token.head(draft.departmentId)] : [];
      if (post === "chief" || post === "deputy_chief") return [token.leaders(draft.officeId)];
      if (post === "liaison") return [token.liaison(draft.officeId)];
      return post === "intake" ? [token.intake(draft.officeId)] : [];
    }),
  ),
];

/** May this officer draft an exchange of this row in his own office? */
export function mayDraft(officer: Approver, row: ApprovalRow): Verdict {
  if (isAdministrator(officer.posts)) return refuse("forbidden", "administrator");
  const listed = row.drafters.some((post) => officer.posts.includes(post));
  return listed || isAuthorised(officer, row) ? allow : refuse("forbidden", "not_a_drafter");
}

/**
 * Why a draft needs no 审核, or null when it does. A drafter who could review it himself, or who stands above the reviewers, would only
 * review himself: 本人拟稿.
 */
export function noReviewFor(drafter: Approver, row: ApprovalRow, draft: Draft): NoReview | null {
  if (row.reviewers.length === 0) return "not_listed";
  if (isAuthorised(drafter, row)) return "authorised";
  const above: Post[] = ["chief", "deputy_chief"];
  return holds(drafter, [...row.reviewers, ...above], draft) ? "own_draft" : null;
}

/** May this officer review or issue, and as what? A refusal says why. */
export type Power =
  | ({ allowed: true } & { capacity: Capacity })
  | Extract<Verdict, { allowed: false }>;

const refusal = (reason: string): Power => ({ allowed: false, code: "forbidden", reason });

/** A delegation in force, with its principal as he stands today. */
export interface StandingDelegation {
  delegation: DelegationFacts;
  /** Null when he has left: what he delegated ends with his own power. */
  principal: Approver | null;
}

interface Question {
  officer: Approver;
  row: ApprovalRow;
  draft: Draft;
  delegations: readonly StandingDelegation[];
  now: Date;
}

/** 审核: by the head of the department, never by the drafter. */
export const mayReview = (question: Question): Power =>
  question.officer.id === question.draft.drafterId
    ? refusal("own_draft")
    : power(question, "review", (officer) =>
        holds(officer, question.row.reviewers, question.draft),
      );

/**
 * 签发: by a listed post, or by the authorised prosecutor for what he drafted himself. A drafter may issue his own draft by his own
 * power, never through a delegation.
 */
export const mayIssue = (question: Question): Power =>
  power(question, "issue", (officer) => mayIssueBySelf(officer, question.row, question.draft));

/** The power to issue that is one's own; also what the leader must have whose signature stands on a form (线下签批). */
export const mayIssueBySelf = (officer: Approver, row: ApprovalRow, draft: Draft): boolean =>
  holds(officer, row.issuers, draft) ||
  (isAuthorised(officer, row) &&
    officer.officeId === draft.officeId &&
    officer.id === draft.drafterId);

function power(
  { officer, draft, delegations, now }: Question,
  act: DelegatedAct,
  isOwn: (officer: Approver) => boolean,
): Power {
  if (isOwn(officer)) return { allowed: true, capacity: { mode: "own" } };
  const standing = delegations.find(
    ({ delegation, principal }) =>
      delegation.delegateId === officer.id &&
      delegation.officeId === draft.officeId &&
      officer.officeId === draft.officeId &&
      delegation.acts.includes(act) &&
      isInForce(delegation, now) &&
      principal !== null &&
      isOwn(principal),
  );
  if (!standing) return refusal(act === "issue" ? "not_an_issuer" : "not_a_reviewer");
  if (officer.id === draft.drafterId) return refusal("own_draft_delegated");
  const { id, principalId } = standing.delegation;
  return { allowed: true, capacity: { mode: "delegated", delegationId: id, principalId } };
}

/** 线下签批, first person: whoever works on the draft in its office uploads the signed form. */
export function mayUploadApproval(officer: Approver, draft: Draft): Verdict {
  if (officer.officeId !== draft.officeId || isAdministrator(officer.posts))
    return refuse("forbidden", "other_office");
  return allow;
}

const CONFIRMERS: readonly Post[] = [
  "chief",
  "deputy_chief",
  "dept_head",
  "dept_deputy",
  "prosecutor",
  "clerk",
  "liaison",
  "intake",
];

/** 线下签批, second person: has compared the scan with the paper. Neither who uploaded it nor who drafted. */
export function mayConfirmApproval(officer: Approver, draft: Draft, uploadedById: string): Verdict {
  if (officer.officeId !== draft.officeId || isAdministrator(officer.posts))
    return refuse("forbidden", "other_office");
  if (officer.id === uploadedById) return refuse("forbidden", "own_upload");
  if (officer.id === draft.drafterId) return refuse("forbidden", "own_draft");
  return CONFIRMERS.some((post) => officer.posts.includes(post))
    ? allow
    : refuse("forbidden", "not_a_confirmer");
}
