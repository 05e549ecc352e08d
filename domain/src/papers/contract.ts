import { z } from "zod";
import { Box, ExchangeQuery } from "../exchanges/acts-contract.ts";
import { Id } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { LeadQuery } from "../leads/acts-contract.ts";
import { OccurrenceQuery } from "../obligations/acts-contract.ts";

/** What can be printed of a matter. */
export const PaperKind = z.enum([
  "notice",
  "receipt",
  "materials",
  "lead_sheet",
  "certificate",
  "action_letter",
  "action_attendance",
  "action_plan",
  "action_cards",
  "action_notice",
  "action_minutes",
  "action_evidence",
  "action_report",
]);
export type PaperKind = z.infer<typeof PaperKind>;

/** Columns of the ledger (台账) of leads, in the order in which they stand. */
export const LeadColumn = z.enum([
  "number",
  "title",
  "field",
  "source",
  "body",
  "place",
  "grade",
  "marking",
  "route",
  "state",
  "clock",
  "feedback",
  "handler",
  "registered",
]);
export type LeadColumn = z.infer<typeof LeadColumn>;
export const LEAD_COLUMNS = LeadColumn.options;

/** Columns of the ledger of a box: 收件箱, 已移出, 待签发, 已撤回. */
export const ExchangeColumn = z.enum([
  "kind",
  "title",
  "number",
  "route",
  "state",
  "clock",
  "handler",
  "sent",
  "signed",
  "accepted",
  "feedback",
]);
export type ExchangeColumn = z.infer<typeof ExchangeColumn>;
export const EXCHANGE_COLUMNS = ExchangeColumn.options;

/** Columns of the 落实台账. */
export const OccurrenceColumn = z.enum([
  "agreement",
  "title",
  "kind",
  "period",
  "office",
  "opens",
  "due",
  "state",
  "met",
  "times",
]);
export type OccurrenceColumn = z.infer<typeof OccurrenceColumn>;
export const OCCURRENCE_COLUMNS = OccurrenceColumn.options;

const columnsOf = <C extends string>(column: z.ZodType<C, C>, all: readonly C[]) =>
  z
    .array(column)
    .min(1)
    .default([...all]);
export const LeadLedgerQuery = LeadQuery.omit({ cursor: true, limit: true }).extend({
  columns: columnsOf(LeadColumn, LEAD_COLUMNS),
});
export type LeadLedgerQuery = z.infer<typeof LeadLedgerQuery>;
export const ExchangeLedgerQuery = ExchangeQuery.omit({ cursor: true, limit: true }).extend({
  columns: columnsOf(ExchangeColumn, EXCHANGE_COLUMNS),
});
export type ExchangeLedgerQuery = z.infer<typeof ExchangeLedgerQuery>;

export const OccurrenceLedgerQuery = OccurrenceQuery.omit({ cursor: true, limit: true }).extend({
  columns: columnsOf(OccurrenceColumn, OCCURRENCE_COLUMNS),
});
export type OccurrenceLedgerQuery = z.infer<typeof OccurrenceLedgerQuery>;

/** In the log of the office that printed: what left the hub on paper or as a table. Ids and numbers only. */
export const paperEntries = {
  "paper.printed": { counts: false, body: z.object({ paper: PaperKind, matterId: Id }) },
  "ledger.exported": {
    counts: false,
    body: z.object({ rows: z.int(), columns: z.array(LeadColumn) }),
  },
  "ledger.actions_exported": { counts: false, body: z.object({ rows: z.int() }) },
  "ledger.exchanges_exported": {
    counts: false,
    body: z.object({ box: Box, rows: z.int(), columns: z.array(ExchangeColumn) }),
  },
  "ledger.obligations_exported": {
    counts: false,
    body: z.object({ rows: z.int(), columns: z.array(OccurrenceColumn) }),
  },
  "paper.year_compiled": {
    counts: false,
    body: z.object({ agreementId: Id, year: z.int(), form: z.enum(["docx", "xlsx"]) }),
  },
} as const;

const PDF = "application/pdf";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const exchange = z.object({ exchangeId: Id });
const yearOfAgreement = z.object({
  agreementId: Id,
  year: z.coerce.number().int().min(2000).max(2100),
});
const lead = z.object({ leadId: Id });

export const paperRoutes = {
  notice: route({
    name: "papers.notice",
    method: "get",
    path: "/exchanges/:exchangeId/papers/notice",
    summary: "《移送案件线索通知书》 as a 工作稿 (a notice: 《线索通报》), to print and stamp",
    params: exchange,
    binary: PDF,
    refuses: ["not_found", "not_now"],
  }),
  receipt: route({
    name: "papers.receipt",
    method: "get",
    path: "/exchanges/:exchangeId/papers/receipt",
    summary: "平台签收回执: who received what and when; it replaces no proof of service",
    params: exchange,
    binary: PDF,
    refuses: ["not_found", "not_now"],
  }),
  materialsOfExchange: route({
    name: "papers.materialsOfExchange",
    method: "get",
    path: "/exchanges/:exchangeId/papers/materials",
    summary: "材料清单 of an exchange, with digests",
    params: exchange,
    binary: PDF,
    refuses: ["not_found"],
  }),
  leadSheet: route({
    name: "papers.leadSheet",
    method: "get",
    path: "/leads/:leadId/papers/sheet",
    summary: "线索登记表",
    params: lead,
    binary: PDF,
    refuses: ["not_found"],
  }),
  materialsOfLead: route({
    name: "papers.materialsOfLead",
    method: "get",
    path: "/leads/:leadId/papers/materials",
    summary: "材料清单 of a lead, with digests",
    params: lead,
    binary: PDF,
    refuses: ["not_found"],
  }),
  leadLedger: route({
    name: "papers.leadLedger",
    method: "get",
    path: "/ledgers/leads",
    summary: "台账: the leads of a list as .xlsx, in chosen columns, at most 10,000 rows",
    query: LeadLedgerQuery,
    binary: XLSX,
    refuses: [],
  }),
  exchangeLedger: route({
    name: "papers.exchangeLedger",
    method: "get",
    path: "/ledgers/exchanges",
    summary:
      "台账: the exchanges of a box (收件箱, 已移出, 待签发, 已撤回) as .xlsx, in chosen columns, at most 10,000 rows",
    query: ExchangeLedgerQuery,
    binary: XLSX,
    refuses: [],
  }),
  obligationLedger: route({
    name: "papers.obligationLedger",
    method: "get",
    path: "/ledgers/obligations",
    summary: "落实台账: the occurrences of a list as .xlsx, in chosen columns, at most 10,000 rows",
    query: OccurrenceLedgerQuery,
    binary: XLSX,
    refuses: [],
  }),
  yearDocument: route({
    name: "papers.yearDocument",
    method: "get",
    path: "/agreements/:agreementId/years/:year/document",
    summary: "年度汇编 of an agreement as .docx in official layout",
    params: yearOfAgreement,
    binary: DOCX,
    refuses: ["not_found"],
  }),
  yearTable: route({
    name: "papers.yearTable",
    method: "get",
    path: "/agreements/:agreementId/years/:year/table",
    summary: "年度汇编 of an agreement as .xlsx, every row with the entries it rests on",
    params: yearOfAgreement,
    binary: XLSX,
    refuses: ["not_found"],
  }),
} as const;
