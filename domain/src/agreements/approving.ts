import {
  mayIssue,
  mayReview,
  type Approver,
  type Draft,
  type Power,
  type StandingDelegation,
} from "../approvals/rules.ts";
import type { ApprovalRow } from "../approvals/contract.ts";
import { isAdministrator, token } from "../access/rules.ts";
import { isInCharge } from "../officers/rules.ts";
import type { ApprovalStep } from "./contract.ts";

/** One office's 院内审批 as far as its order goes. */
interface Course {
  steps: readonly ApprovalStep[];
  done: readonly { step: ApprovalStep }[];
}

/** The step that comes next; null when all were taken. */
export const nextStepOf = ({ steps, done }: Course): ApprovalStep | null =>
  steps.find((step) => !done.some((one) => one.step === step)) ?? null;

/** What decides who may approve a text for an office; `departmentId` of the department that handles it. */
export interface Approving {
  row: ApprovalRow;
  officeId: string;
  departmentId: string | null;
}

/** Nobody of this office drafted it: every step is another's word on the parties' common text. */
const draftOf = ({ officeId, departmentId }: Approving): Draft => ({
  officeId,
  departmentId,
  drafterId: "",
});

const isDeputyFor = (officer: Approver, { officeId, departmentId }: Approving): boolean =>
  officer.officeId === officeId &&
  !isAdministrator(officer.posts) &&
  officer.posts.includes("deputy_chief") &&
  isInCharge(officer, departmentId);

/** May this officer take the step? 部门 and 检察长 as the 权限清单 says, also by delegation; 分管 is the deputy chief's own. */
export function mayTake(
  step: ApprovalStep,
  asked: { officer: Approver; delegations: readonly StandingDelegation[]; now: Date },
  approving: Approving,
): Power {
  const question = { ...asked, row: approving.row, draft: draftOf(approving) };
  if (step === "department") return mayReview(question);
  if (step === "chief") return mayIssue(question);
  return isDeputyFor(asked.officer, approving)
    ? { allowed: true, capacity: { mode: "own" } }
    : { allowed: false, code: "forbidden", reason: "not_your_step" };
}

/** The steps that this office's people can take: no head, no 部门; no deputy in charge, no 分管. Its chief always decides. */
export function stepsFor(officers: readonly Approver[], approving: Approving): ApprovalStep[] {
  const question = { row: approving.row, draft: draftOf(approving), delegations: [] };
  const reviews = officers.some(
    (officer) => mayReview({ ...question, officer, now: new Date(0) }).allowed,
  );
  const deputies = officers.some((officer) => isDeputyFor(officer, approving));
  return [
    ...(reviews ? (["department"] as const) : []),
    ...(deputies ? (["deputy"] as const) : []),
    "chief",
  ];
}

/** On whose desk the next step lies. */
export function deskOf(
  course: Course,
  { officeId, departmentId }: Pick<Approving, "officeId" | "departmentId">,
): string[] {
  const next = nextStepOf(course);
  if (next === null) return [];
  if (next === "department" && departmentId) return [token.head(departmentId)];
  return [token.leaders(officeId)];
}
