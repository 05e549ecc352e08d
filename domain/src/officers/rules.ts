import { isAdministrator } from "../access/rules.ts";
import { ADMIN_POSTS, type AdminPost, type Officer, type Post } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";

/** An administrator acts in the own office only; others there may know that the matter exists, other offices may not. */
export function mayAdminister(
  actor: Pick<Officer, "officeId" | "posts">,
  post: AdminPost,
  officeId: string,
): Verdict {
  if (actor.officeId !== officeId) return refuse("not_found");
  return actor.posts.includes(post) ? allow : refuse("forbidden", "not_the_administrator");
}

/** Any administrator of the office may look at its accounts. */
export function maySeeAccounts(
  actor: Pick<Officer, "officeId" | "posts">,
  officeId: string,
): Verdict {
  if (actor.officeId !== officeId) return refuse("not_found");
  return isAdministrator(actor.posts) ? allow : refuse("forbidden", "not_the_administrator");
}

/** As mayAdminister, towards one person: nobody acts on himself. */
export function mayActOn(
  actor: Pick<Officer, "id" | "officeId" | "posts">,
  post: AdminPost,
  target: { id: string; officeId: string },
): Verdict {
  const verdict = mayAdminister(actor, post, target.officeId);
  if (!verdict.allowed) return verdict;
  return actor.id === target.id ? refuse("forbidden", "on_oneself") : allow;
}

/**
 * What is wrong with a set of posts, or null. The three administrators are separate persons (三员分立), and an administrator has no
 * other post: whoever could grant rights and read content would need nobody's leave.
 */
export function postsFault(posts: readonly Post[], hasDepartment: boolean): string | null {
  if (new Set(posts).size !== posts.length) return "posts_repeated";
  const administers = posts.filter((post) => ADMIN_POSTS.some((one) => one === post));
  if (administers.length > 0 && posts.length > 1) return "administrator_alone";
  if (posts.includes("chief") && posts.includes("deputy_chief")) return "posts_exclude_each_other";
  const departmental = posts.includes("dept_head") || posts.includes("dept_deputy");
  return departmental && !hasDepartment ? "department_required" : null;
}

/**
 * 分管: is this deputy chief in charge of the department? One to whom no department was given is in charge of all, and what no
 * department handles yet is any deputy's.
 */
export const isInCharge = (
  { inCharge }: Pick<Officer, "inCharge">,
  departmentId: string | null,
): boolean => inCharge.length === 0 || departmentId === null || inCharge.includes(departmentId);

/** 收件岗: so many at least, so that whatever arrives is signed for when one is away. */
const INTAKE_AT_LEAST = 2;

/** How many more holders of the 收件岗 an office needs; 0 when it has enough. */
export const missingIntake = (
  accounts: readonly { posts: readonly Post[]; active: boolean }[],
): number =>
  Math.max(
    0,
    INTAKE_AT_LEAST - accounts.filter((one) => one.active && one.posts.includes("intake")).length,
  );

/** B角: a colleague of the same office who may see content, another person than oneself. */
export function mayStandIn(
  officer: Pick<Officer, "id" | "officeId" | "posts">,
  deputy: Pick<Officer, "id" | "officeId" | "posts"> & { active: boolean },
): Verdict {
  if (deputy.officeId !== officer.officeId || !deputy.active) return refuse("not_found");
  if (deputy.id === officer.id) return refuse("forbidden", "on_oneself");
  return isAdministrator(deputy.posts) === isAdministrator(officer.posts)
    ? allow
    : refuse("forbidden", "administrator");
}

/**
 * An administrator has an account of his own: what somebody was given to read by name (a team, a conversation) would go with him into
 * the administration, and out of it again.
 */
export function mayChangePosts(before: readonly Post[], after: readonly Post[]): Verdict {
  const changesSide = isAdministrator(before) !== isAdministrator(after);
  return before.length > 0 && after.length > 0 && changesSide
    ? refuse("forbidden", "administrator_own_account")
    : allow;
}
