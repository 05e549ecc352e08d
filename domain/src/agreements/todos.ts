import type { Stamp } from "../kernel/signature.ts";
import type { ProposalDoc } from "../proposals/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { Todo } from "../workbench/contract.ts";
import { hostOfficeOf } from "./audience.ts";
import { awaitedOf } from "./desk.ts";
import { DESK_OF } from "./tells.ts";
import type { AgreementDoc, ApprovalDoc } from "./model.ts";

/** What of agreements waits for this officer: the agreement itself, his office's 院内审批, its proposals and those it decides on. */
export async function agreementTodos(ctx: Ctx, limit: number): Promise<Todo[]> {
  const { tokens } = ctx.actor;
  const { store } = ctx.hub;
  const waiting = { $in: tokens };
  const [docs, approvals, proposals] = await Promise.all([
    store.agreements.find({ waiting, audience: waiting }).limit(limit).lean<AgreementDoc[]>(),
    store.agreementApprovals.find({ waiting }).limit(limit).lean<ApprovalDoc[]>(),
    store.proposals.find({ waiting }).limit(limit).lean<ProposalDoc[]>(),
  ]);
  const others = await readable(ctx, [...approvals, ...proposals], docs);
  return [
    ...docs.flatMap((x) =>
      awaitedOf(x)
        .filter((one) => one.tokens.some((want) => tokens.includes(want)))
        .map(({ act }) => toTodo(x, act, { name: x.drafted.name, at: x.changedAt })),
    ),
    ...approvals.flatMap((one) => {
      const x = others.get(one.agreementId);
      return x
        ? [toTodo(x, "approve", { name: null, at: one.done.at(-1)?.by.at ?? x.changedAt })]
        : [];
    }),
    ...proposals.flatMap((one) => {
      const x = others.get(one.agreementId);
      return x ? [toTodo(x, DESK_OF[one.state] ?? "submit_proposal", lastOf(one))] : [];
    }),
  ];
}

const lastOf = (one: ProposalDoc): Pick<Stamp, "name" | "at"> =>
  one.released ?? one.reviewed ?? one.returns.at(-1)?.by ?? one.drafted;

async function readable(
  ctx: Ctx,
  of: readonly { agreementId: string }[],
  known: readonly AgreementDoc[],
): Promise<Map<string, AgreementDoc>> {
  const ids = [...new Set(of.map((one) => one.agreementId))];
  const found = await ctx.hub.store.agreements
    .find({ _id: { $in: ids }, audience: { $in: ctx.actor.tokens } })
    .lean<AgreementDoc[]>();
  return new Map([...known, ...found].map((one) => [one._id, one]));
}

const toTodo = (x: AgreementDoc, act: string, by: { name: string | null; at: Date }): Todo => ({
  feature: "agreements",
  id: x._id,
  act,
  kind: x.values.instrument,
  title: x.values.title,
  fromOfficeId: hostOfficeOf(x),
  toOfficeId: null,
  by: by.name,
  since: by.at.toISOString(),
  due: null,
  overdueDays: 0,
  urgent: false,
});
