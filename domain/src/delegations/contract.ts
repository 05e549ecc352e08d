import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

/** 审核, 签发 and 会签 of an agreement: the acts that a leader may hand to somebody for a time. */
export const DelegatedAct = z.enum(["review", "issue", "cosign"]);
export type DelegatedAct = z.infer<typeof DelegatedAct>;

const Day = z.iso.date();

/** What rules ask of a delegation. */
export const DelegationFacts = z.object({
  id: Id,
  officeId: OfficeId,
  principalId: Id,
  delegateId: Id,
  acts: z.array(DelegatedAct),
  /** First and last day, Asia/Shanghai. */
  from: Day,
  until: Day,
  revokedAt: z.iso.datetime().nullable(),
});
export type DelegationFacts = z.infer<typeof DelegationFacts>;

export const DelegationView = DelegationFacts.extend({
  principal: OfficerCard,
  delegate: OfficerCard,
  basis: z.string(),
  createdAt: z.iso.datetime(),
  inForce: z.boolean(),
  can: z.array(z.enum(["revoke"])),
});
export type DelegationView = z.infer<typeof DelegationView>;

export const Delegate = z
  .strictObject({
    id: Id,
    delegateId: Id,
    acts: z.array(DelegatedAct).min(1).max(3),
    from: Day,
    until: Day,
    /** The written basis: title and number of the paper. */
    basis: line(300),
  })
  .refine((one) => one.from <= one.until, { path: ["until"], params: { hub: "before_from" } });
export type Delegate = z.infer<typeof Delegate>;

const reply = z.object({ delegation: DelegationView });

export const listDelegationsRoute = route({
  name: "delegations.list",
  method: "get",
  path: "/delegations",
  summary: "Delegations of my office: in force, ahead, and of the last year",
  reply: z.object({ delegations: z.array(DelegationView) }),
});

export const delegateRoute = route({
  name: "delegations.delegate",
  method: "post",
  path: "/delegations",
  summary: "委托: hand 审核, 签发 or 会签 to a named officer for some days",
  status: 201,
  body: Delegate,
  reply,
  refuses: ["forbidden", "not_found", "duplicate"],
});

export const revokeDelegationRoute = route({
  name: "delegations.revoke",
  method: "post",
  path: "/delegations/:delegationId/revoke",
  summary: "End a delegation from now on",
  params: z.object({ delegationId: Id }),
  body: z.strictObject({ id: Id, reason: line(300) }),
  reply,
  refuses: ["forbidden", "not_found", "not_now"],
});

export const delegationEntries = {
  "delegation.made": {
    counts: false,
    body: z.object({ delegationId: Id, delegateId: Id, acts: z.array(DelegatedAct) }),
  },
  "delegation.revoked": {
    counts: false,
    body: z.object({ delegationId: Id, reason: z.string() }),
  },
} as const;
