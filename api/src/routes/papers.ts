import { attachment } from "@hub/domain/files/rules";
import { paperRoutes } from "@hub/domain/papers/contract";
import {
  exportExchangeLedger,
  exportLeadLedger,
  exportOccurrenceLedger,
  printedExchangeMaterials,
  printedLeadMaterials,
  printedLeadSheet,
  printedNotice,
  printedReceipt,
  type PrintedPaper,
} from "@hub/domain/papers/print";
import { yearDocument, yearTable } from "@hub/domain/papers/year";
import { BOX_LEDGER, LEAD_LEDGER, OBLIGATION_LEDGER } from "@hub/domain/papers/words";
import { Router, type Response } from "express";
import { serve } from "../door.ts";

/** What may be filed on paper, and the ledgers as tables. */
export function papersRoutes(): Router {
  const router = Router();
  serve(router, paperRoutes.notice, async ({ ctx, params, res }) =>
    sendPaper(res, await printedNotice(ctx, params.exchangeId)),
  );
  serve(router, paperRoutes.receipt, async ({ ctx, params, res }) =>
    sendPaper(res, await printedReceipt(ctx, params.exchangeId)),
  );
  serve(router, paperRoutes.materialsOfExchange, async ({ ctx, params, res }) =>
    sendPaper(res, await printedExchangeMaterials(ctx, params.exchangeId)),
  );
  serve(router, paperRoutes.leadSheet, async ({ ctx, params, res }) =>
    sendPaper(res, await printedLeadSheet(ctx, params.leadId)),
  );
  serve(router, paperRoutes.materialsOfLead, async ({ ctx, params, res }) =>
    sendPaper(res, await printedLeadMaterials(ctx, params.leadId)),
  );
  serve(router, paperRoutes.leadLedger, async ({ ctx, query, res }) => {
    asTable(res, LEAD_LEDGER);
    await exportLeadLedger(ctx, query, res);
  });
  serve(router, paperRoutes.exchangeLedger, async ({ ctx, query, res }) => {
    asTable(res, BOX_LEDGER[query.box]);
    await exportExchangeLedger(ctx, query, res);
  });
  serve(router, paperRoutes.obligationLedger, async ({ ctx, query, res }) => {
    asTable(res, OBLIGATION_LEDGER);
    await exportOccurrenceLedger(ctx, query, res);
  });
  serve(router, paperRoutes.yearDocument, async ({ ctx, params, res }) => {
    const { name, bytes } = await yearDocument(ctx, params.agreementId, params.year);
    res.set("content-type", paperRoutes.yearDocument.binary ?? "");
    res.set("content-disposition", attachment(name));
    res.set("cache-control", "private, no-store");
    res.end(bytes);
  });
  serve(router, paperRoutes.yearTable, ({ ctx, params, res }) =>
    yearTable(ctx, params.agreementId, params.year, {
      begin: (name) => {
        res.set("content-type", paperRoutes.yearTable.binary ?? "");
        res.set("content-disposition", attachment(name));
      },
      out: res,
    }),
  );
  return router;
}

function asTable(res: Response, name: string): void {
  res.set("content-type", paperRoutes.leadLedger.binary ?? "");
  res.set("content-disposition", attachment(`${name}.xlsx`));
}

/** The viewer of a browser is a page with a plug-in of its own; it needs nothing else. */
const VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

/** The browser's own viewer shows it, and saves it under its name. */
export function sendPaper(res: Response, { name, bytes }: PrintedPaper): void {
  res.set("content-type", "application/pdf");
  res.set("content-disposition", attachment(name).replace(/^attachment/, "inline"));
  res.set("cache-control", "private, no-store");
  res.set("content-security-policy", VIEWER);
  res.end(bytes);
}
