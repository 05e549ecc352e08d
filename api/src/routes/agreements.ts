import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import {
  approveOutside,
  approveText,
  recordConsent,
  recordMeeting,
  reportUp,
  sendBack,
  settleText,
} from "@hub/domain/agreements/commands-approve";
import {
  circulateDraft,
  discardDraft,
  draftAgreement,
  editDraft,
  reviseAgreement,
} from "@hub/domain/agreements/commands-draft";
import {
  fileAgreement,
  numberAgreement,
  sealAgreement,
} from "@hub/domain/agreements/commands-issue";
import {
  abandonText,
  accedeParty,
  assessAgreement,
  endAgreement,
  leaveParty,
  relateAgreement,
  scanAgreement,
  staffAgreement,
} from "@hub/domain/agreements/commands-life";
import { importAgreements, registerAgreement } from "@hub/domain/agreements/commands-register";
import { freezeText, reopenText } from "@hub/domain/agreements/commands-sign";
import { agreementDocument } from "@hub/domain/agreements/document";
import { importRoutes } from "@hub/domain/agreements/import-contract";
import { previewImport, readClauses, readSheet } from "@hub/domain/agreements/imports";
import {
  compareTexts,
  getAgreement,
  getVersion,
  listAgreements,
} from "@hub/domain/agreements/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { sendDocument } from "../document.ts";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

type ActRoute<Body extends z.ZodType> = Omit<typeof agreementRoutes.circulate, "body"> & {
  body: Body;
};

export function agreementsRoutes(): Router {
  const router = Router();
  /** Every act on one agreement: the command, then the agreement as this officer sees it now. */
  const on = <Body extends z.ZodType>(
    route: ActRoute<Body>,
    command: (ctx: Ctx, agreementId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.agreementId, body), () =>
        getAgreement(ctx, params.agreementId),
      ),
    );
  const made = (ctx: Ctx, agreementId: string, act: Promise<void>) =>
    withFresh(act, () => getAgreement(ctx, agreementId));
  serve(router, agreementRoutes.list, ({ ctx, query }) => listAgreements(ctx, query));
  serve(router, agreementRoutes.draft, ({ ctx, body }) =>
    made(ctx, body.agreementId, draftAgreement(ctx, body)),
  );
  serve(router, agreementRoutes.register, ({ ctx, body }) =>
    made(ctx, body.agreementId, registerAgreement(ctx, body)),
  );
  serve(router, importRoutes.readSheet, ({ ctx, body }) => readSheet(ctx, body.fileId));
  serve(router, importRoutes.preview, async ({ ctx, body }) => ({
    preview: await previewImport(ctx, body.rows),
  }));
  serve(router, importRoutes.import, ({ ctx, body }) => importAgreements(ctx, body));
  serve(router, importRoutes.readClauses, ({ ctx, body }) => readClauses(ctx, body.fileId));
  serve(router, agreementRoutes.get, ({ ctx, params }) => getAgreement(ctx, params.agreementId));
  serve(router, agreementRoutes.version, ({ ctx, params }) =>
    getVersion(ctx, params.agreementId, params.number),
  );
  serve(router, agreementRoutes.compare, ({ ctx, params, query }) =>
    compareTexts(ctx, params.agreementId, query),
  );
  serve(router, agreementRoutes.document, async ({ ctx, params, query, res }) =>
    sendDocument(res, await agreementDocument(ctx, params.agreementId, query.number)),
  );
  on(agreementRoutes.edit, editDraft);
  on(agreementRoutes.circulate, circulateDraft);
  on(agreementRoutes.discard, discardDraft);
  on(agreementRoutes.settle, settleText);
  on(agreementRoutes.abandon, abandonText);
  on(agreementRoutes.approve, approveText);
  on(agreementRoutes.meeting, recordMeeting);
  on(agreementRoutes.approveOutside, approveOutside);
  on(agreementRoutes.sendBack, sendBack);
  on(agreementRoutes.report, reportUp);
  on(agreementRoutes.consent, recordConsent);
  on(agreementRoutes.freeze, freezeText);
  on(agreementRoutes.reopen, reopenText);
  on(agreementRoutes.seal, sealAgreement);
  on(agreementRoutes.number, numberAgreement);
  on(agreementRoutes.file, fileAgreement);
  on(agreementRoutes.revise, reviseAgreement);
  on(agreementRoutes.accede, accedeParty);
  on(agreementRoutes.leave, leaveParty);
  on(agreementRoutes.assess, assessAgreement);
  on(agreementRoutes.abolish, (ctx, id, body) => endAgreement(ctx, id, "abolish", body));
  on(agreementRoutes.terminate, (ctx, id, body) => endAgreement(ctx, id, "terminate", body));
  on(agreementRoutes.staff, staffAgreement);
  on(agreementRoutes.scan, scanAgreement);
  on(agreementRoutes.relate, relateAgreement);
  return router;
}
