import { attachment } from "@hub/domain/files/rules";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import { printedCertificate } from "@hub/domain/signatures/certify";
import {
  confirmSignedPaper,
  recordSignedPaper,
  rejectSignedPaper,
  setDeadline,
} from "@hub/domain/signatures/commands-paper";
import { askChallenge, declineSigning, signAgreement } from "@hub/domain/signatures/commands-sign";
import { packSigning } from "@hub/domain/signatures/pack";
import { getSigning, verifySigning } from "@hub/domain/signatures/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { serve } from "../door.ts";
import { sendPaper } from "./papers.ts";

type ActRoute<Body extends z.ZodType> = Omit<typeof signatureRoutes.decline, "body"> & {
  body: Body;
};

export function signaturesRoutes(): Router {
  const router = Router();
  /** Every act but the signature itself: the command, then the co-signing as this officer sees it now. */
  const on = <Body extends z.ZodType>(
    route: ActRoute<Body>,
    command: (ctx: Ctx, agreementId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, async ({ ctx, params, body }) => {
      await command(ctx, params.agreementId, body);
      return getSigning(ctx, params);
    });
  serve(router, signatureRoutes.get, ({ ctx, params, query }) =>
    getSigning(ctx, { ...params, ...query }),
  );
  serve(router, signatureRoutes.challenge, ({ ctx, admission, params, body }) =>
    askChallenge(ctx, admission.session._id, { ...params, ...body }),
  );
  serve(router, signatureRoutes.sign, async ({ ctx, admission, params, body }) => {
    await signAgreement(ctx, admission.session._id, { ...params, ...body });
    return getSigning(ctx, params);
  });
  on(signatureRoutes.decline, declineSigning);
  on(signatureRoutes.recordPaper, recordSignedPaper);
  on(signatureRoutes.confirmPaper, confirmSignedPaper);
  on(signatureRoutes.rejectPaper, rejectSignedPaper);
  on(signatureRoutes.setDeadline, setDeadline);
  serve(router, signatureRoutes.verify, async ({ ctx, params, query }) => ({
    rows: await verifySigning(ctx, { ...params, ...query }),
  }));
  serve(router, signatureRoutes.package, async ({ ctx, params, query, res }) => {
    const { name, bytes } = await packSigning(ctx, { ...params, ...query });
    res.set("content-type", signatureRoutes.package.binary ?? "");
    res.set("content-disposition", attachment(name));
    res.set("cache-control", "private, no-store");
    res.end(bytes);
  });
  serve(router, signatureRoutes.certificate, async ({ ctx, params, query, res }) =>
    sendPaper(res, await printedCertificate(ctx, { ...params, ...query })),
  );
  return router;
}
