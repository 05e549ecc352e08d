import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard, Post } from "../kernel/officer.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";
import { Account } from "../sessions/contract.ts";

export const listOfficersRoute = route({
  name: "officers.list",
  method: "get",
  path: "/officers",
  summary: "People to choose from, or the cards of given ids",
  query: z.strictObject({
    officeId: OfficeId.optional(),
    departmentId: Id.optional(),
    post: Post.optional(),
    /** Part of a name. */
    q: z.string().trim().max(40).optional(),
    /** Cards of these, also of those who have left: their names stay beside what they did. */
    ids: z.array(Id).max(100).optional(),
  }),
  reply: z.object({ officers: z.array(OfficerCard) }),
});

const Telephone = z
  .string()
  .trim()
  .max(30)
  .regex(/^[\d +()-]*$/);

/** An account as the administrators of its office see it. */
export const AccountView = OfficerCard.extend({
  account: z.string(),
  active: z.boolean(),
  version: z.int(),
  deputyId: Id.nullable(),
  createdAt: z.iso.datetime(),
  /** Still the password that was handed out. */
  initial: z.boolean(),
  secondFactor: z.boolean(),
  can: z.array(
    z.enum(["change", "close", "reopen", "reset_password", "appoint", "reset_second_factor"]),
  ),
});
export type AccountView = z.infer<typeof AccountView>;

const reply = z.object({ account: AccountView });
/** The password is shown this once; null when the command comes again. */
const withPassword = reply.extend({ initialPassword: z.string().nullable() });
const params = z.object({ officerId: Id });
const refuses = ["not_found", "forbidden"] as const;

export const listAccountsRoute = route({
  name: "officers.accounts",
  method: "get",
  path: "/offices/:officeId/accounts",
  summary: "All accounts of the office, for its administrators",
  params: z.object({ officeId: OfficeId }),
  reply: z.object({ accounts: z.array(AccountView) }),
  refuses,
});

export const CreateAccount = z.strictObject({
  id: Id,
  officerId: Id,
  account: Account,
  name: line(40),
  telephone: Telephone.default(""),
});
export type CreateAccount = z.infer<typeof CreateAccount>;

export const createAccountRoute = route({
  name: "officers.create",
  method: "post",
  path: "/offices/:officeId/accounts",
  summary: "System administrator: a new account, without any post yet",
  status: 201,
  params: z.object({ officeId: OfficeId }),
  body: CreateAccount,
  reply: withPassword,
  refuses: [...refuses, "duplicate"],
});

export const ChangeAccount = z.strictObject({
  id: Id,
  expects: z.int(),
  name: line(40),
  telephone: Telephone,
});
export type ChangeAccount = z.infer<typeof ChangeAccount>;

export const changeAccountRoute = route({
  name: "officers.change",
  method: "put",
  path: "/officers/:officerId/account",
  summary: "System administrator: correct name or telephone",
  params,
  body: ChangeAccount,
  reply,
  refuses: [...refuses, "stale"],
});

const Reason = z.strictObject({ id: Id, reason: line(300) });
export type Reason = z.infer<typeof Reason>;

const onAccount = (name: string, act: string, summary: string) =>
  route({
    name: `officers.${name}`,
    method: "post",
    path: `/officers/:officerId/${act}`,
    summary,
    params,
    body: Reason,
    reply,
    refuses: [...refuses, "not_now"],
  });

export const closeAccountRoute = onAccount(
  "close",
  "close",
  "System administrator: nobody signs in with this account any more",
);
export const reopenAccountRoute = onAccount(
  "reopen",
  "reopen",
  "System administrator: open a closed account again",
);
export const resetSecondFactorRoute = onAccount(
  "resetSecondFactor",
  "second-factor-reset",
  "Security administrator: take a lost authenticator off an account",
);
export const resetPasswordRoute = route({
  name: "officers.resetPassword",
  method: "post",
  path: "/officers/:officerId/password-reset",
  summary: "System administrator: a new initial password; ends all sessions",
  params,
  body: Reason,
  reply: withPassword,
  refuses,
});

/** 任职: posts, department and 职务 in words. Whoever moves to another office gets an account there; the old entries keep the old one. */
export const Appoint = z.strictObject({
  id: Id,
  expects: z.int(),
  posts: z.array(Post).max(6),
  departmentId: Id.nullable(),
  /** 分管: only for a deputy chief; empty: all departments. */
  inCharge: z.array(Id).max(40).default([]),
  title: line(60),
  /** The paper it rests on. */
  basis: line(300),
});
export type Appoint = z.infer<typeof Appoint>;

export const appointRoute = route({
  name: "officers.appoint",
  method: "put",
  path: "/officers/:officerId/appointment",
  summary: "Security administrator: posts, department and 职务; ends all sessions",
  params,
  body: Appoint,
  reply,
  refuses: [...refuses, "stale"],
});

export const nameDeputyRoute = route({
  name: "officers.nameDeputy",
  method: "put",
  path: "/account/deputy",
  summary: "B角: who stands in for me",
  body: z.strictObject({ id: Id, deputyId: Id.nullable() }),
  reply: z.object({ deputyId: Id.nullable() }),
  refuses,
});

export const myDeputyRoute = route({
  name: "officers.myDeputy",
  method: "get",
  path: "/account/deputy",
  summary: "Who stands in for me, and for whom I do",
  reply: z.object({ deputyId: Id.nullable(), standsInFor: z.array(Id) }),
});

const Who = z.object({ officerId: Id });
const Why = Who.extend({ reason: z.string() });
export const officerEntries = {
  "account.created": { counts: false, body: Who },
  "account.changed": { counts: false, body: Who.extend({ fields: z.array(z.string()) }) },
  "account.closed": { counts: false, body: Why },
  "account.reopened": { counts: false, body: Why },
  "password.reset": { counts: false, body: Why },
  "second_factor.reset": { counts: false, body: Why },
  "appointment.changed": {
    counts: false,
    body: Who.extend({ fields: z.array(z.string()), posts: z.array(Post), basis: z.string() }),
  },
  "deputy.named": { counts: false, body: z.object({ deputyId: Id.nullable() }) },
} as const;
