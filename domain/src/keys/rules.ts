import { handlesContent, isLeader, isProsecutor } from "../access/rules.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ConfirmMeans, KeyState, Possession } from "./contract.ts";

type Person = Pick<Officer, "id" | "officeId" | "posts">;

/** What rules ask of a key. `holderPosts`: today's posts of the person whose key it is. */
export interface KeyFacts {
  officerId: string;
  officeId: string;
  state: KeyState;
  holderPosts: readonly Post[];
}

/** The words of a possession as they are signed: RFC 8785. */
export const possessionText = (possession: Possession): string => canonical(possession);

/** Whoever may decide may be given something to sign. */
export function mayMakeKey(officer: Pick<Officer, "posts">): Verdict {
  const content = handlesContent(officer.posts);
  if (!content.allowed) return content;
  return isProsecutor(officer.posts) ? allow : refuse("forbidden", "needs_no_key");
}

/** Leaders and liaison see whose keys their office has; everybody sees the own. */
export const maySeeKeys = (officer: Pick<Officer, "posts">): boolean =>
  handlesContent(officer.posts).allowed && (isLeader(officer) || officer.posts.includes("liaison"));

/**
 * Key and person belong together by the word of the chief (本院检察长), never by one's own. The chief's own key is confirmed by another
 * leader, or from a paper that a leader or the liaison recorded.
 */
export function mayConfirmKey(officer: Person, key: KeyFacts, means: ConfirmMeans): Verdict {
  const seen = maySee(officer, key);
  if (!seen.allowed) return seen;
  if (officer.id === key.officerId) return refuse("forbidden", "own_key");
  const isChiefs = key.holderPosts.includes("chief");
  if (!isChiefs && !officer.posts.includes("chief")) return refuse("forbidden", "chief_only");
  if (isChiefs && means === "in_person" && !isLeader(officer))
    return refuse("forbidden", "leader_only");
  return key.state === "pending" ? allow : refuse("not_now", "key_state");
}

/** By its holder, or by whoever confirms it. */
export function mayRevokeKey(officer: Person, key: KeyFacts): Verdict {
  if (officer.id !== key.officerId) {
    const seen = maySee(officer, key);
    if (!seen.allowed) return seen;
    const isChiefs = key.holderPosts.includes("chief");
    if (!officer.posts.includes("chief") && !(isChiefs && isLeader(officer)))
      return refuse("forbidden", "chief_only");
  }
  return key.state === "pending" || key.state === "confirmed"
    ? allow
    : refuse("not_now", "key_state");
}

const maySee = (officer: Person, key: KeyFacts): Verdict =>
  officer.officeId === key.officeId && (officer.id === key.officerId || maySeeKeys(officer))
    ? allow
    : refuse("not_found");
