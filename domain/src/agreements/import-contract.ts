import { z } from "zod";
import { Clause, ClauseKey } from "../clauses/contract.ts";
import { Id } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { Instrument, PartialDay } from "./contract.ts";

/** A row as it comes from a register elsewhere: text in every cell, nothing checked yet. */
export const ImportRow = z
  .object({
    /** What tells the row from every other one of its source; by it a second import finds the first. */
    key: z.string().max(60),
    title: z.string().max(300).default(""),
    area: z.string().max(300).default(""),
    /** Names, separated by 、 ， , ; or +. */
    parties: z.string().max(2_000).default(""),
    instrument: z.string().max(300).default(""),
    /** 2019, 2019-05, 2019-05-20, 2019年5月20日, or empty. */
    signed: z.string().max(60).default(""),
    number: z.string().max(120).default(""),
    /** Clause keys or their Chinese names. */
    clauses: z.array(z.string().max(60)).max(30).default([]),
    remark: z.string().max(4_000).default(""),
  })
  .strict();
export type ImportRow = z.infer<typeof ImportRow>;
/** As given by whoever prepares the file; a missing cell is an empty one. */
export type GivenRow = z.input<typeof ImportRow>;

/** What would be registered of a row. */
export const ReadRow = z.object({
  title: z.string(),
  area: z.string(),
  parties: z.array(z.string()),
  instrument: Instrument,
  signedOn: PartialDay.nullable(),
  number: z.string(),
  clauseKeys: z.array(ClauseKey),
  remark: z.string(),
});

/** A row with what is wrong with it; `row` is its place in the source from 1, as its reader counts (in a sheet: below the heading). */
export const PreviewRow = z.object({
  row: z.int(),
  key: z.string(),
  /** Null when something is wrong. */
  reads: ReadRow.nullable(),
  issues: z.array(z.object({ path: z.string(), code: z.string() })),
  /** Registered by an earlier import. */
  registered: z.boolean(),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

export const PreviewImport = z.object({ rows: z.array(ImportRow).min(1).max(500) }).strict();
/** The good rows of these; bad ones and those registered before are left out and counted. */
export const ImportAgreements = z
  .object({ id: Id, rows: z.array(ImportRow).min(1).max(500) })
  .strict();
export type ImportAgreements = z.infer<typeof ImportAgreements>;

export const importRoutes = {
  readSheet: route({
    name: "agreements.readSheet",
    method: "post",
    path: "/agreements/imports/sheet",
    summary: "Reads an uploaded .xlsx register: its rows, and what is wrong with each",
    body: z.object({ fileId: Id }).strict(),
    reply: z.object({ rows: z.array(ImportRow), preview: z.array(PreviewRow) }),
    refuses: ["not_found", "forbidden", "unsupported_type"],
  }),
  preview: route({
    name: "agreements.previewImport",
    method: "post",
    path: "/agreements/imports/preview",
    summary: "What importing these rows would do, row by row; nothing is kept",
    body: PreviewImport,
    reply: z.object({ preview: z.array(PreviewRow) }),
    refuses: ["forbidden"],
  }),
  import: route({
    name: "agreements.import",
    method: "post",
    path: "/agreements/imports",
    summary: "Registers the good rows, each once however often it is asked for",
    body: ImportAgreements,
    reply: z.object({ registered: z.int(), known: z.int(), bad: z.int() }),
    refuses: ["forbidden", "duplicate"],
  }),
  readClauses: route({
    name: "agreements.readClauses",
    method: "post",
    path: "/agreements/imports/clauses",
    summary:
      "Reads an uploaded .docx whose articles begin with 第一条【…】 as clauses; nothing is kept",
    body: z.object({ fileId: Id }).strict(),
    reply: z.object({
      title: z.string(),
      clauses: z.array(Clause),
      /** Paragraphs before the first article, which belong to none. */
      preamble: z.array(z.string()),
    }),
    refuses: ["not_found", "unsupported_type"],
  }),
} as const;
