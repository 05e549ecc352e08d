import { token } from "../access/rules.ts";
import { hostOfficeOf } from "../agreements/audience.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { standingDelegations } from "../delegations/queries.ts";
import { endOfDay } from "../kernel/clock.ts";
import type { Ctx } from "../store/hub.ts";
import type { Todo } from "../workbench/contract.ts";
import { overdueDays } from "./deadlines.ts";
import { factsOf, isFrozen } from "./load.ts";
import type { SigningDoc } from "./model.ts";
import { awaitedOfSigning, maySignFor, maySigning } from "./rules.ts";

/** 待会签 and papers to be recorded or compared: what this officer himself may do now, whoever else of his office is asked as well. */
export async function signingTodos(ctx: Ctx, limit: number): Promise<Todo[]> {
  const { store, clock } = ctx.hub;
  const { officeId, tokens } = ctx.actor;
  const now = clock.now();
  const delegations = await standingDelegations(ctx);
  const power = maySignFor(ctx.actor, officeId, { delegations, now });
  // Whom the chief delegated is asked as a leader would be.
  const asked = power.allowed ? [...tokens, token.leaders(officeId)] : tokens;
  const docs = await store.signings
    .find({ waiting: { $in: asked } })
    .limit(limit)
    .lean<SigningDoc[]>();
  const [agreements, versions] = await Promise.all([
    store.agreements
      .find({ _id: { $in: docs.map((doc) => doc.agreementId) }, audience: { $in: tokens } })
      .lean<AgreementDoc[]>(),
    store.agreementVersions.find({ _id: { $in: docs.map((doc) => doc._id) } }).lean(),
  ]);
  return docs.flatMap((doc) => {
    const x = agreements.find((one) => one._id === doc.agreementId);
    const version = versions.find((one) => one._id === doc._id) ?? null;
    if (!x || !isFrozen(version)) return [];
    const facts = factsOf(x, version, doc);
    return awaitedOfSigning(facts)
      .filter(({ tokens: wanted }) => wanted.some((one) => asked.includes(one)))
      .filter(({ act, partyId }) => maySigning(ctx.actor, act, { facts, partyId, power }).allowed)
      .map(({ act, partyId }): Todo => {
        const last = doc.deadlines.find((one) => one.partyId === partyId)?.on ?? null;
        return {
          feature: "agreements",
          id: x._id,
          act,
          kind: x.values.instrument,
          title: x.values.title,
          fromOfficeId: hostOfficeOf(x),
          toOfficeId: null,
          by: version.frozen?.name ?? null,
          since: (version.frozen?.at ?? x.changedAt).toISOString(),
          due: last === null ? null : endOfDay(last).toISOString(),
          overdueDays: overdueDays(last, now),
          urgent: false,
        };
      });
  });
}
