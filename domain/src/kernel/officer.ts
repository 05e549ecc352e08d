import { z } from "zod";
import { Id, OfficeId } from "./ids.ts";

/**
 * Posts by appointment (公益诉讼办案规则 arts 5-7). `intake` is the 收件岗; the last three are the separated administrators
 * (三员分立): they never see content.
 */
export const Post = z.enum([
  "chief",
  "deputy_chief",
  "dept_head",
  "dept_deputy",
  "prosecutor",
  "assistant",
  "clerk",
  "liaison",
  "intake",
  "system_admin",
  "security_admin",
  "audit_admin",
]);
export type Post = z.infer<typeof Post>;

export const ADMIN_POSTS = ["system_admin", "security_admin", "audit_admin"] as const;
export type AdminPost = (typeof ADMIN_POSTS)[number];

/** An officer as rules see one: who, where, as what, and which audiences that makes. */
export const Officer = z.object({
  id: Id,
  name: z.string(),
  officeId: OfficeId,
  departmentId: Id.nullable(),
  posts: z.array(Post),
  /** 分管: departments that a deputy chief is in charge of; empty: all of them. */
  inCharge: z.array(Id),
  /** At most twelve; see access/rules.ts. */
  tokens: z.array(z.string()),
  /** Bumped by every change of roles, password or sessions: sockets and sessions of an older epoch are over. */
  epoch: z.int(),
});
export type Officer = z.infer<typeof Officer>;

/** An officer as others see one beside an entry or in a picker: person with post, never credentials. */
export const OfficerCard = z.object({
  id: Id,
  name: z.string(),
  officeId: OfficeId,
  departmentId: Id.nullable(),
  posts: z.array(Post),
  /** 分管, as above. */
  inCharge: z.array(Id),
  /** 职务 in words, for example 第三检察部主任. */
  title: z.string(),
  telephone: z.string(),
});
export type OfficerCard = z.infer<typeof OfficerCard>;
