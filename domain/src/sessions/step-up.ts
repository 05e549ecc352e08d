import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import { forgetGuesses, takeGuess } from "./attempts.ts";
import type { Proof } from "./contract.ts";
import { verifyPassword } from "./password.ts";
import { policyOf } from "./queries.ts";
import { proofAsked } from "./rules.ts";
import { spendCode } from "./second-factor.ts";

/**
 * A formal act (签发, 会签) asks once more who is there. Called inside the act's transaction: the code is spent in the very commit of
 * the act, and a command that comes again finds its outcome before it is asked. Guesses are counted outside, so that a failed act
 * does not give them back. Throws bad_code, bad_credentials, account_locked, or second_factor_required (`enrolment`, `code`).
 */
export async function stepUp(tx: Pick<Tx, "session">, ctx: Ctx, proof: Proof): Promise<void> {
  const { hub, actor } = ctx;
  const [known, policy] = await Promise.all([
    hub.store.credentials.findById(actor.id).lean(),
    policyOf(hub, actor.officeId),
  ]);
  const isEnrolled = known !== null && known.authenticator !== null;
  const asked = proofAsked(isEnrolled, policy);
  if (asked === "enrolment") throw new HubError("second_factor_required", { reason: "enrolment" });
  await takeGuess(hub, "proof", actor.id);
  if (isEnrolled) {
    if (!("code" in proof)) throw new HubError("second_factor_required", { reason: "code" });
    await spendCode(hub, known, proof.code, tx.session);
  } else if (!("password" in proof)) {
    throw new HubError("bad_credentials");
  } else if (!(await verifyPassword(known?.passwordHash ?? null, proof.password))) {
    throw new HubError("bad_credentials");
  }
  await forgetGuesses(hub, "proof", actor.id);
}
