import {
  beginEnrolment,
  changePassword,
  confirmEnrolment,
  removeSecondFactor,
  renewRecoveryCodes,
} from "@hub/domain/sessions/account-commands";
import {
  endSession,
  giveSecondFactor,
  lockSession,
  signIn,
  signOutEverywhere,
  unlockSession,
} from "@hub/domain/sessions/commands";
import * as contract from "@hub/domain/sessions/contract";
import { setPolicy } from "@hub/domain/sessions/policy-commands";
import {
  getPolicy,
  idsOf,
  listSessions,
  officerOfSession,
  toMe,
  type SessionIds,
} from "@hub/domain/sessions/queries";
import { HubError } from "@hub/domain/kernel/faults";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve, servePartial, servePublic } from "../door.ts";
import { dropSession, renewSession, whereOf } from "../session.ts";

/** Signing in and out, the lock, the account's own password and second factor, and the office's policy for them. */
export function sessionsRoutes(hub: Hub): Router {
  const router = Router();
  /** The session as it is after the change that was just made. */
  const meOf = async (ids: SessionIds): Promise<contract.Me> => {
    const admission = await officerOfSession(hub, ids);
    if (!admission) throw new HubError("signed_out");
    return toMe(admission);
  };

  servePublic(router, contract.signInRoute, async ({ body, req, res }) => {
    const ids = await signIn(hub, body, whereOf(req, res));
    await renewSession(req, ids);
    return meOf(ids);
  });
  servePartial(router, contract.meRoute, ({ admission }) => toMe(admission));
  servePartial(router, contract.giveSecondFactorRoute, async ({ admission, body, req }) => {
    await giveSecondFactor(admission, body);
    await renewSession(req, idsOf(admission));
    return meOf(idsOf(admission));
  });
  serve(router, contract.activeRoute, () => undefined);
  servePartial(router, contract.lockRoute, ({ admission }) => lockSession(admission));
  servePartial(router, contract.unlockRoute, async ({ admission, body }) => {
    await unlockSession(admission, body.password);
    return meOf(idsOf(admission));
  });
  servePartial(router, contract.signOutRoute, async ({ ctx, admission, req, res }) => {
    await endSession(ctx, admission.session._id);
    await dropSession(req, res);
  });
  serve(router, contract.listSessionsRoute, async ({ admission }) => ({
    sessions: await listSessions(admission),
  }));
  serve(router, contract.endSessionRoute, ({ ctx, params }) => endSession(ctx, params.sessionId));
  serve(router, contract.signOutEverywhereRoute, async ({ ctx, req, res }) => {
    await signOutEverywhere(ctx);
    await dropSession(req, res);
  });

  servePartial(router, contract.changePasswordRoute, async ({ admission, body, req }) => {
    await changePassword(admission, body);
    await renewSession(req, idsOf(admission));
    return meOf(idsOf(admission));
  });
  servePartial(router, contract.beginEnrolmentRoute, ({ admission }) => beginEnrolment(admission));
  servePartial(router, contract.confirmEnrolmentRoute, async ({ admission, body }) => ({
    recoveryCodes: await confirmEnrolment(admission, body.code),
  }));
  serve(router, contract.renewRecoveryCodesRoute, async ({ admission, body }) => ({
    recoveryCodes: await renewRecoveryCodes(admission, body.code),
  }));
  serve(router, contract.removeSecondFactorRoute, async ({ admission, body }) => {
    await removeSecondFactor(admission, body.code);
    return meOf(idsOf(admission));
  });

  serve(router, contract.getPolicyRoute, ({ ctx, params }) => getPolicy(ctx, params.officeId));
  serve(router, contract.setPolicyRoute, async ({ ctx, params, body }) => {
    await setPolicy(ctx, params.officeId, body);
    return getPolicy(ctx, params.officeId);
  });
  return router;
}
