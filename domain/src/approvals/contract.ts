import { z } from "zod";
import { ExchangeKind, Urgency } from "../exchanges/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard, Post } from "../kernel/officer.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

/** Posts that may stand in a row: administrators never, they see no content. */
export const ApprovalPost = Post.exclude(["system_admin", "security_admin", "audit_admin"]);

/**
 * What the 权限清单 speaks of: exchanges by their kind; `agreement_opinion`, what an office says to its partners about a text (征求意见); and
 * `agreement`, its own 院内审批 of a settled one. The last two know no urgency and stand under `ordinary`.
 */
export const ApprovalKind = z.enum([...ExchangeKind.options, "agreement_opinion", "agreement"]);
export type ApprovalKind = z.infer<typeof ApprovalKind>;

/**
 * One row of the 权限清单: who drafts, reviews and issues what is of this kind and urgency. A department head or deputy counts for
 * drafts of the own department only. Without reviewers there is no 审核.
 */
export const ApprovalRow = z.strictObject({
  kind: ApprovalKind,
  urgency: Urgency,
  drafters: z.array(ApprovalPost).min(1).max(9),
  reviewers: z.array(ApprovalPost).max(9),
  issuers: z.array(ApprovalPost).min(1).max(9),
  /** Prosecutors whom the chief has authorised (办案规则 art. 5): they issue what they drafted, without 审核. */
  authorised: z.array(Id).max(50),
});
export type ApprovalRow = z.infer<typeof ApprovalRow>;

export const ApprovalTable = z.object({
  officeId: OfficeId,
  version: z.int(),
  /** One row per kind and urgency; of agreements one per kind. */
  rows: z.array(ApprovalRow),
});
export type ApprovalTable = z.infer<typeof ApprovalTable>;

/** Why there is no 审核: 本人拟稿 (the drafter would be the reviewer), an authorised prosecutor, or the row asks for none. */
export const NoReview = z.enum(["own_draft", "authorised", "not_listed"]);
export type NoReview = z.infer<typeof NoReview>;

/** How somebody acts: by own post, or 受张某委托. */
export const Capacity = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("own") }),
  z.object({ mode: z.literal("delegated"), delegationId: Id, principalId: Id }),
]);
export type Capacity = z.infer<typeof Capacity>;

/** The table with the people whom it names. */
export const ApprovalTableView = ApprovalTable.extend({ officers: z.array(OfficerCard) });
export type ApprovalTableView = z.infer<typeof ApprovalTableView>;

export const approvalTableRoute = route({
  name: "approvals.table",
  method: "get",
  path: "/offices/:officeId/approvals",
  summary: "权限清单: who drafts, reviews and issues, by kind and urgency",
  params: z.object({ officeId: OfficeId }),
  reply: ApprovalTableView,
  refuses: ["not_found"],
});

export const SetApprovals = z.strictObject({
  id: Id,
  expects: z.int(),
  /** The rows that change; the others stay. */
  rows: z.array(ApprovalRow).min(1).max(20),
  /** The written decision it rests on. */
  basis: line(500),
});
export type SetApprovals = z.infer<typeof SetApprovals>;

export const setApprovalsRoute = route({
  name: "approvals.set",
  method: "put",
  path: "/offices/:officeId/approvals",
  summary: "Change rows of the 权限清单",
  params: z.object({ officeId: OfficeId }),
  body: SetApprovals,
  reply: ApprovalTableView,
  refuses: ["not_found", "forbidden", "stale"],
});

export const approvalEntries = {
  "approvals.changed": {
    counts: false,
    body: z.object({ rows: z.array(z.string()), basis: z.string() }),
  },
} as const;
