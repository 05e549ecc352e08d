import { ADMIN_POSTS, type Officer, type Post } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";

/** Audience tokens: the only words in which "who may read" is ever written. */
export const token = {
  officer: (officerId: string) => `officer:${officerId}`,
  /** Everybody of the office who may see content at all. */
  office: (officeId: string) => `office:${officeId}`,
  /** 检察长 and 分管副检察长. */
  leaders: (officeId: string) => `leaders:${officeId}`,
  liaison: (officeId: string) => `liaison:${officeId}`,
  /** 收件岗. */
  intake: (officeId: string) => `intake:${officeId}`,
  /** Head and deputy head of a department. */
  head: (departmentId: string) => `head:${departmentId}`,
  /** Leaders and liaison of an office, acting as the superior of another. */
  superior: (officeId: string) => `superior:${officeId}`,
  admin: (post: "system_admin" | "security_admin" | "audit_admin", officeId: string) =>
    `${post}:${officeId}`,
} as const;

const has = (posts: readonly Post[], ...wanted: Post[]) =>
  wanted.some((post) => posts.includes(post));

/** True for the three separated administrators, who never see content. */
export const isAdministrator = (posts: readonly Post[]): boolean => has(posts, ...ADMIN_POSTS);

/** 检察长 and 分管副检察长 of the office. */
export const isLeader = ({ posts }: Pick<Officer, "posts">): boolean =>
  has(posts, "chief", "deputy_chief");

/** Head or deputy head of that very department. */
export const isHeadOf = (
  officer: Pick<Officer, "posts" | "departmentId">,
  departmentId: string | null,
): boolean =>
  departmentId !== null &&
  officer.departmentId === departmentId &&
  has(officer.posts, "dept_head", "dept_deputy");

/** Who may decide: assistants and clerks assist and decide nothing (公益诉讼办案规则 arts 5, 6, 109). */
export const isProsecutor = (posts: readonly Post[]): boolean =>
  has(posts, "chief", "deputy_chief", "dept_head", "dept_deputy", "prosecutor");

/** Whoever may have to do with content: holds a post, and none of the administrators'. An account that nobody appointed opens nothing. */
export function handlesContent(posts: readonly Post[]): Verdict {
  if (isAdministrator(posts)) return refuse("forbidden", "administrator");
  return posts.length > 0 ? allow : refuse("forbidden", "no_post");
}

/**
 * The tokens of an officer. An administrator's post shuts out every other token, even beside another post, and the personal one too:
 * separation would otherwise depend on nobody making that mistake, and on nobody ever having been given something to read by name.
 */
export function tokensOf(
  officer: Pick<Officer, "id" | "officeId" | "departmentId" | "posts">,
): string[] {
  const { id, officeId, departmentId, posts } = officer;
  if (isAdministrator(posts))
    return ADMIN_POSTS.filter((post) => has(posts, post)).map((post) =>
      token.admin(post, officeId),
    );
  if (posts.length === 0) return [];
  const own = [token.officer(id), token.office(officeId)];
  if (isLeader(officer)) own.push(token.leaders(officeId));
  if (has(posts, "liaison")) own.push(token.liaison(officeId));
  if (has(posts, "chief", "deputy_chief", "liaison")) own.push(token.superior(officeId));
  if (has(posts, "intake")) own.push(token.intake(officeId));
  if (departmentId && isHeadOf(officer, departmentId)) own.push(token.head(departmentId));
  return own;
}

/** Anything that can be read: it carries who may. */
export interface Readable {
  audience: readonly string[];
}

/** The one predicate of reading. Lists ask the same of the store: `{audience: {$in: officer.tokens}}`. */
export const mayRead = (officer: Pick<Officer, "tokens">, matter: Readable): Verdict =>
  officer.tokens.some((one) => matter.audience.includes(one)) ? allow : refuse("not_found");

/** A rule of one verb: what must hold beyond being allowed to read. */
export type Rule<Matter> = (officer: Officer, matter: Matter) => Verdict;

/**
 * The predicate of a kind of matter, made from its verbs: reading first (404), then the verb's own rule (403 or 409). Every
 * door, list and room asks through it; nothing else decides.
 */
export const predicate =
  <Matter extends Readable, Verb extends string>(verbs: Record<Verb, Rule<Matter>>) =>
  (officer: Officer, verb: Verb | "read", matter: Matter): Verdict => {
    const read = mayRead(officer, matter);
    if (!read.allowed || verb === "read") return read;
    return verbs[verb](officer, matter);
  };
