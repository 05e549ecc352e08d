import { appoint, resetSecondFactor } from "@hub/domain/officers/appointment-commands";
import {
  changeAccount,
  createAccount,
  nameDeputy,
  resetPassword,
  setActive,
} from "@hub/domain/officers/commands";
import * as contract from "@hub/domain/officers/contract";
import { getAccount, listAccounts, listOfficers, myDeputy } from "@hub/domain/officers/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";

/** The directory of people, and the accounts that the administrators of an office keep. */
export function officersRoutes(_hub: Hub): Router {
  const router = Router();
  serve(router, contract.listOfficersRoute, async ({ ctx, query }) => ({
    officers: await listOfficers(ctx, query),
  }));
  serve(router, contract.listAccountsRoute, async ({ ctx, params }) => ({
    accounts: await listAccounts(ctx, params.officeId),
  }));
  serve(router, contract.createAccountRoute, async ({ ctx, params, body }) => {
    const made = await createAccount(ctx, params.officeId, body);
    return { account: await getAccount(ctx, body.officerId), ...made };
  });
  serve(router, contract.changeAccountRoute, async ({ ctx, params, body }) => {
    await changeAccount(ctx, params.officerId, body);
    return { account: await getAccount(ctx, params.officerId) };
  });
  serve(router, contract.closeAccountRoute, async ({ ctx, params, body }) => {
    await setActive(ctx, params.officerId, { ...body, active: false });
    return { account: await getAccount(ctx, params.officerId) };
  });
  serve(router, contract.reopenAccountRoute, async ({ ctx, params, body }) => {
    await setActive(ctx, params.officerId, { ...body, active: true });
    return { account: await getAccount(ctx, params.officerId) };
  });
  serve(router, contract.resetPasswordRoute, async ({ ctx, params, body }) => {
    const made = await resetPassword(ctx, params.officerId, body);
    return { account: await getAccount(ctx, params.officerId), ...made };
  });
  serve(router, contract.resetSecondFactorRoute, async ({ ctx, params, body }) => {
    await resetSecondFactor(ctx, params.officerId, body);
    return { account: await getAccount(ctx, params.officerId) };
  });
  serve(router, contract.appointRoute, async ({ ctx, params, body }) => {
    await appoint(ctx, params.officerId, body);
    return { account: await getAccount(ctx, params.officerId) };
  });
  serve(router, contract.myDeputyRoute, ({ ctx }) => myDeputy(ctx));
  serve(router, contract.nameDeputyRoute, async ({ ctx, body }) => {
    await nameDeputy(ctx, body);
    return { deputyId: (await myDeputy(ctx)).deputyId };
  });
  return router;
}
