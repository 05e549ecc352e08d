import type { Writable } from "node:stream";
import type { z } from "zod";
import type { Terms } from "../clocks/contract.ts";
import type { Period } from "../clocks/contract.ts";
import { countExchanges, exchangeRows, getExchange } from "../exchanges/queries.ts";
import { materialsOf } from "../files/queries.ts";
import type { NewEntry } from "../journal/number.ts";
import { HubError } from "../kernel/faults.ts";
import { newId } from "../kernel/ids.ts";
import type { LeadView } from "../leads/contract.ts";
import { countLeads, getLead, leadRows } from "../leads/queries.ts";
import { officeLogId } from "../offices/contract.ts";
import { getDepartment, listOffices } from "../offices/queries.ts";
import type { Ctx } from "../store/hub.ts";
import { countOccurrences, occurrenceRows } from "../obligations/queries.ts";
import type {
  ExchangeLedgerQuery,
  LeadLedgerQuery,
  OccurrenceLedgerQuery,
  PaperKind,
} from "./contract.ts";
import { printLeadSheet } from "./lead-sheet.ts";
import { EXCHANGE_CELLS, LEAD_CELLS, OCCURRENCE_CELLS } from "./ledger-columns.ts";
import { writeLedger, type Column } from "./ledger.ts";
import { printMaterials } from "./materials.ts";
import { printNotice } from "./notice.ts";
import type { Printed } from "./page.ts";
import { printReceipt } from "./receipt.ts";
import {
  BOX_LEDGER,
  FIELD,
  GRADE,
  KIND,
  LEAD_LEDGER,
  MARKING,
  minuteOf,
  OBLIGATION_LEDGER,
  SOURCE,
  STATE,
  STEP,
} from "./words.ts";

/** A paper as bytes, and the name under which it is saved. */
export interface PrintedPaper {
  name: string;
  bytes: Buffer;
}

/** What every paper needs: who prints where and when, and the offices' names. */
export async function desk(ctx: Ctx) {
  const offices = await listOffices(ctx.hub);
  const names = new Map(offices.map((office) => [office.id, office]));
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  const at = ctx.hub.clock.now();
  const by = `${ctx.actor.name}（${ctx.role}）${nameOf(ctx.actor.officeId)}`;
  const printed: Printed = { by, at: minuteOf(at.toISOString()) };
  return { at, printed, nameOf, shortOf: (id: string) => names.get(id)?.shortName ?? id };
}

/** What leaves on paper is noted in the log of the office that prints it: which paper, of what, by whom and when. */
export async function note(ctx: Ctx, paper: PaperKind, matterId: string): Promise<void> {
  const body = { paper, matterId };
  await ctx.hub.journal.act(ctx, {
    id: newId(),
    input: body,
    run: () =>
      Promise.resolve([
        { channelId: officeLogId(ctx.actor.officeId), type: "paper.printed", body },
      ]),
  });
}

export const markingOf = (marking: LeadView["marking"]): string =>
  marking === "public" ? "" : MARKING[marking];

/** 《移送案件线索通知书》 (or the 通报) as a 工作稿; also of a draft, for the leader who decides on paper. */
export async function printedNotice(ctx: Ctx, exchangeId: string): Promise<PrintedPaper> {
  const view = await getExchange(ctx, exchangeId);
  const { content, kind } = view;
  if (!content) throw new HubError("not_now", { reason: "withdrawn" });
  if (kind !== "transfer" && kind !== "notice")
    throw new HubError("not_now", { reason: "no_such_paper" });
  const { at, printed, nameOf } = await desk(ctx);
  const paper = view.papers.at(0)?.paper;
  const sender = view.parties.find((party) => party.officeId === view.fromOfficeId);
  const bytes = await printNotice(
    {
      kind,
      number: paper?.via === "scan" ? paper.number : "",
      from: nameOf(content.fromOfficeId),
      to: nameOf(content.toOfficeId),
      title: content.title,
      leadNumber: content.leadNumber,
      points: [
        { label: "线索领域", value: FIELD[content.field] },
        { label: "线索来源", value: SOURCE[content.source] },
        { label: "线索等级", value: GRADE[content.grade] },
        ...(content.body ? [{ label: "被监督单位", value: content.body.name }] : []),
        ...(content.place?.name ? [{ label: "地点", value: content.place.name }] : []),
      ],
      facts: content.facts ?? "",
      note: content.note,
      terms: inWords(view.terms),
      agreement: view.agreement,
      materials: content.files,
      contact: sender?.handler?.name ?? view.drafted?.name ?? "",
      telephone: sender?.telephone ?? "",
      issuedAt: view.issued?.by.at ?? null,
      digest: view.digest,
      marking: markingOf(content.marking),
    },
    printed,
    at,
  );
  await note(ctx, "notice", exchangeId);
  const head = kind === "transfer" ? "移送案件线索通知书（工作稿）" : "线索情况通报（工作稿）";
  return { name: `${head}${content.title}.pdf`, bytes };
}

/** 平台签收回执, once it was signed for. */
export async function printedReceipt(ctx: Ctx, exchangeId: string): Promise<PrintedPaper> {
  const view = await getExchange(ctx, exchangeId);
  const { receipt, sentAt } = view;
  if (!receipt || !sentAt) throw new HubError("not_now", { reason: "not_signed" });
  const { at, printed, nameOf } = await desk(ctx);
  const bytes = await printReceipt(
    {
      kind: KIND[view.kind],
      from: nameOf(view.fromOfficeId),
      to: nameOf(view.toOfficeId),
      title: view.content?.title ?? "（已由发送单位撤回）",
      leadNumber: view.content?.leadNumber ?? "",
      issuedAt: sentAt,
      materials: view.content?.files.length ?? 0,
      signer: receipt.by.name,
      role: receipt.by.role,
      signedAt: receipt.by.at,
      digest: receipt.digest,
      record: exchangeId,
      marking: view.content ? markingOf(view.content.marking) : "",
    },
    printed,
    at,
  );
  await note(ctx, "receipt", exchangeId);
  return { name: `平台签收回执${view.content ? ` ${view.content.title}` : ""}.pdf`, bytes };
}

/** 材料清单 of an exchange: everything that lies there now, supplements included. */
export async function printedExchangeMaterials(
  ctx: Ctx,
  exchangeId: string,
): Promise<PrintedPaper> {
  const view = await getExchange(ctx, exchangeId);
  const { at, printed, nameOf } = await desk(ctx);
  const own = view.content?.files ?? [];
  const materials = view.tombstone
    ? []
    : await materialsOf(ctx.hub, { kind: "exchange", id: exchangeId });
  const drafted = own.map((file) => ({
    ...file,
    uploader: { officerId: "", name: "", officeId: view.fromOfficeId },
    at: view.changedAt,
  }));
  const bytes = await printMaterials(
    {
      title: view.title,
      about: `${nameOf(view.fromOfficeId)}  →  ${nameOf(view.toOfficeId)}    线索登记编号：${view.leadNumber}`,
      // Before the issue nothing was carried over yet: the list is what was chosen.
      materials: materials.length > 0 ? materials : drafted,
      marking: markingOf(view.marking),
    },
    printed,
    at,
  );
  await note(ctx, "materials", exchangeId);
  return { name: `材料清单 ${view.title}.pdf`, bytes };
}

/** 材料清单 of a lead. */
export async function printedLeadMaterials(ctx: Ctx, leadId: string): Promise<PrintedPaper> {
  const view = await getLead(ctx, leadId);
  const { at, printed, nameOf } = await desk(ctx);
  const bytes = await printMaterials(
    {
      title: view.title,
      about: `${nameOf(view.officeId)}    线索登记编号：${view.number}`,
      materials: await materialsOf(ctx.hub, { kind: "lead", id: leadId }),
      marking: markingOf(view.marking),
    },
    printed,
    at,
  );
  await note(ctx, "materials", leadId);
  return { name: `材料清单 ${view.title}.pdf`, bytes };
}

/** 线索登记表. */
export async function printedLeadSheet(ctx: Ctx, leadId: string): Promise<PrintedPaper> {
  const view = await getLead(ctx, leadId);
  const { at, printed, nameOf } = await desk(ctx);
  const department = view.departmentId
    ? await getDepartment(ctx.hub, view.departmentId).catch(() => null)
    : null;
  const { values } = view;
  const bytes = await printLeadSheet(
    {
      office: nameOf(view.officeId),
      title: view.title,
      cells: [
        ["登记编号", view.number, "登记时间", minuteOf(view.registeredAt)],
        ["线索领域", FIELD[values.field], "线索来源", SOURCE[values.source]],
        ["线索等级", GRADE[values.grade], "当前状态", STATE[view.state]],
        ["被监督单位", values.body?.name ?? "", "地点", values.place?.name ?? ""],
        ["承办检察官", view.handler ?? "", "承办部门", department?.name ?? ""],
        ["登记人", view.registered.name, "发现日期", values.foundOn ?? ""],
        ...(view.recording ? [recordingCells(view.recording, nameOf)] : []),
      ],
      facts: values.facts,
      opinion: values.opinion,
      steps: view.steps.map(({ step, note: said, decision, by }) => ({
        at: minuteOf(by.at),
        what: STEP[step],
        who: `${by.name}（${by.role}）`,
        note: [
          said,
          decision &&
            `${decision.decidedBy} ${decision.decidedOn} 决定${decision.number ? `（${decision.number}）` : ""}`,
        ]
          .filter(Boolean)
          .join("\n"),
      })),
      materials: await materialsOf(ctx.hub, { kind: "lead", id: leadId }),
      marking: markingOf(view.marking),
    },
    printed,
    at,
  );
  await note(ctx, "lead_sheet", leadId);
  return { name: `线索登记表 ${view.title}.pdf`, bytes };
}

/** A major lead is recorded with the next-higher office (art 25): with which, and when it was. */
const recordingCells = (
  { officeId, recordedOn, number }: NonNullable<LeadView["recording"]>,
  nameOf: (id: string) => string,
): [string, string, string, string] => [
  "备案单位",
  nameOf(officeId),
  "备案日期",
  recordedOn ? `${recordedOn}${number ? `\n${number}` : ""}` : "尚未备案",
];

const UNIT: Record<z.infer<typeof Period>["unit"], string> = {
  hours: "小时",
  days: "日",
  working_days: "个工作日",
};

/** 签收 24 小时、受理 5 个工作日、进展每 30 日; empty where nothing is agreed. */
function inWords({ sign, accept, progress }: Terms): string {
  const said = (head: string, period: z.infer<typeof Period> | null) =>
    period ? [`${head} ${period.count} ${UNIT[period.unit]}`] : [];
  return [...said("签收", sign), ...said("受理", accept), ...said("进展每", progress)].join("、");
}

/** As many rows as leave in one ledger; beyond it the head says 10,000+. */
const MOST_ROWS = 10_000;

async function* firstOf<R>(rows: AsyncIterable<R>): AsyncIterable<R> {
  let n = 0;
  for await (const row of rows) {
    if (n === MOST_ROWS) return;
    n += 1;
    yield row;
  }
}

/** One list as a ledger: how it is called, what it holds, and what the log says about its leaving. */
interface Export<R> {
  name: string;
  columns: readonly Column<R>[];
  count: (limit: number) => Promise<number>;
  rows: AsyncIterable<R>;
  entry: (rows: number) => Pick<NewEntry, "type" | "body">;
}

/**
 * The ledger of a list, under the predicate of the list, written into `out`. The export is noted first: what was cut off half-way has
 * left as well.
 */
export async function exportLedger<R>(ctx: Ctx, given: Export<R>, out: Writable): Promise<void> {
  const { printed, nameOf, shortOf } = await desk(ctx);
  const n = await given.count(MOST_ROWS + 1);
  const entry = given.entry(Math.min(n, MOST_ROWS));
  await ctx.hub.journal.act(ctx, {
    id: newId(),
    input: entry.body,
    run: () => Promise.resolve([{ channelId: officeLogId(ctx.actor.officeId), ...entry }]),
  });
  await writeLedger(
    {
      name: given.name,
      office: nameOf(ctx.actor.officeId),
      ...printed,
      count: n > MOST_ROWS ? "10,000+（只列前 10,000 条）" : String(n),
      columns: given.columns,
      rows: firstOf(given.rows),
      nameOf: shortOf,
    },
    out,
  );
}

/** 线索台账: the leads of a list, in the chosen columns. */
export const exportLeadLedger = (
  ctx: Ctx,
  { columns, ...query }: LeadLedgerQuery,
  out: Writable,
): Promise<void> =>
  exportLedger(
    ctx,
    {
      name: LEAD_LEDGER,
      columns: columns.map((name) => LEAD_CELLS[name]),
      count: (limit) => countLeads(ctx, query, limit),
      rows: leadRows(ctx, query),
      entry: (rows) => ({ type: "ledger.exported", body: { rows, columns } }),
    },
    out,
  );

/** 收件台账 and its sisters: the exchanges of a box, in the chosen columns. */
export const exportExchangeLedger = (
  ctx: Ctx,
  { columns, ...query }: ExchangeLedgerQuery,
  out: Writable,
): Promise<void> =>
  exportLedger(
    ctx,
    {
      name: BOX_LEDGER[query.box],
      columns: columns.map((name) => EXCHANGE_CELLS[name]),
      count: (limit) => countExchanges(ctx, query, limit),
      rows: exchangeRows(ctx, query),
      entry: (rows) => ({
        type: "ledger.exchanges_exported",
        body: { box: query.box, rows, columns },
      }),
    },
    out,
  );

/** 落实台账: the occurrences of a list, in the chosen columns. */
export const exportOccurrenceLedger = (
  ctx: Ctx,
  { columns, ...query }: OccurrenceLedgerQuery,
  out: Writable,
): Promise<void> =>
  exportLedger(
    ctx,
    {
      name: OBLIGATION_LEDGER,
      columns: columns.map((name) => OCCURRENCE_CELLS[name]),
      count: (limit) => countOccurrences(ctx, query, limit),
      rows: occurrenceRows(ctx, query),
      entry: (rows) => ({ type: "ledger.obligations_exported", body: { rows, columns } }),
    },
    out,
  );
