import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { Store } from "../store/store.ts";
import type { ClientSession } from "mongoose";
import { changeAction, noted, onAction, told } from "./change.ts";
import type { ActionDoc, FieldDoc, FindingDoc } from "./model.ts";
import { ensureMeets, meetBy } from "./obligations.ts";
import { owedTo } from "./owed-query.ts";
import type { Digested, Returned } from "./plan-contract.ts";
import { toRound } from "./present.ts";
import { findAction } from "./queries.ts";
import type { ReportRecord } from "./record.ts";
import { compile, firstText } from "./report.ts";
import type { ReportView, SaveReport } from "./report-contract.ts";
import { agreedRound, returnedRound, savedRound, submittedRound } from "./round.ts";
import { mayAction } from "./rules.ts";

/** The action with all that was recorded, as the report is compiled from it. */
async function recordedOf(store: Store, action: ActionDoc, session: ClientSession | null = null) {
  const { _id: actionId } = action;
  const [records, findings] = [
    await store.fieldRecords.find({ actionId }, null, { session }).lean<FieldDoc[]>(),
    await store.findings
      .find({ actionId }, null, { session })
      .sort({ number: 1 })
      .lean<FindingDoc[]>(),
  ];
  return { action, records, findings };
}

/** The report, or what it would be if it were written now: version 0. */
export async function getReport(ctx: Ctx, actionId: string): Promise<ReportView> {
  const x = await findAction(ctx, actionId);
  if (x.kind === "conference") throw new HubError("not_now", { reason: "no_report" });
  const { report } = x;
  const [recorded, owed] = await Promise.all([
    recordedOf(ctx.hub.store, x),
    owedTo(ctx, x, report?.obligationIds ?? []),
  ]);
  const compiled = compile(recorded);
  if (report) {
    const { text, figures, findings, obligationIds } = report;
    const outdated =
      report.state !== "agreed" && canonical(compiled) !== canonical({ figures, findings });
    return { ...toRound(report), text, figures, findings, obligationIds, owed, outdated };
  }
  if (!x.started) throw new HubError("not_now", { reason: "not_begun" });
  const ids = [1, 2, 3].map((n) => derivedId(actionId, `section/${n}`));
  const text = firstText(recorded, compiled, ids as [string, string, string]);
  const { figures, findings } = compiled;
  return {
    version: 0,
    state: "draft",
    digest: "",
    saved: { ...x.proposed, at: x.proposed.at.toISOString() },
    submitted: null,
    words: [],
    text,
    figures,
    findings,
    obligationIds: [],
    owed,
    outdated: false,
  };
}

/** Writes the report; figures and findings are compiled anew from the records, whatever was written. */
export const saveReport = (ctx: Ctx, actionId: string, { id, ...input }: SaveReport) =>
  onAction(ctx, actionId, {
    id,
    input: { saveReport: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "write_report", x));
      const { expects, text, obligationIds } = input;
      if ((x.report?.version ?? 0) !== expects) throw new HubError("stale");
      await ensureMeets(tx, x, obligationIds);
      const compiled = compile(await recordedOf(tx.store, x, tx.session));
      const known = new Set(compiled.findings.flatMap((one) => one.photoIds));
      if (!text.photoIds.every((one) => known.has(one)))
        throw new HubError("bad_input", { issues: [{ path: "text.photoIds", code: "unknown" }] });
      const digest = sm3(canonical({ v: 1, text, ...compiled, obligationIds }));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const round = savedRound(x.report, digest, by, x.officeIds);
      await changeAction(tx, x, { report: { ...round, text, ...compiled, obligationIds } });
      return [noted(x, "action.report_saved", { actionId, version: round.version, digest })];
    },
  });

function reportAt(x: ActionDoc, digest: string): ReportRecord {
  if (!x.report) throw new HubError("not_now", { reason: "nothing_to_submit" });
  if (x.report.digest !== digest) throw new HubError("stale");
  return x.report;
}

/** Sends the report round. Records that came in after it was saved have to be taken in first. */
export const submitReport = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { submitReport: actionId, digest },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "submit_report", x));
      const report = reportAt(x, digest);
      const { figures, findings } = report;
      const compiled = compile(await recordedOf(tx.store, x, tx.session));
      if (canonical(compiled) !== canonical({ figures, findings }))
        throw new HubError("not_now", { reason: "report_outdated" });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, x, { report: submittedRound(report, by, x.officeIds) });
      return [told(x, "action.report_submitted", { actionId, version: report.version, digest })];
    },
  });

/** Confirmed for the actor's office. With the last word it is reported, and meets what the agreement owes, in one commit. */
export const confirmReport = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { confirmReport: actionId, digest },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "confirm_report", x));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const report = agreedRound(reportAt(x, digest), by);
      const { version, obligationIds, text, words } = report;
      const { officeId } = ctx.actor;
      const entry = told(x, "action.report_confirmed", { actionId, version, digest, officeId });
      if (report.state !== "agreed") {
        await changeAction(tx, x, { report });
        return [entry];
      }
      await changeAction(tx, x, { report, state: "reported" });
      const met = await meetBy(tx, x, obligationIds, { digest, by, text: text.title, words });
      return [entry, told(x, "action.reported", { actionId, version, digest }), ...met];
    },
  });

export const returnReport = (ctx: Ctx, actionId: string, { id, digest, reason }: Returned) =>
  onAction(ctx, actionId, {
    id,
    input: { returnReport: actionId, digest, reason },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "return_report", x));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const report = returnedRound(reportAt(x, digest), by, reason);
      await changeAction(tx, x, { report });
      const { officeId } = ctx.actor;
      return [
        told(x, "action.report_returned", { actionId, version: report.version, digest, officeId }),
      ];
    },
  });
