import type { Writable } from "node:stream";
import type { Traced, YearFigure, YearView } from "../dashboards/contract.ts";
import { getYear } from "../dashboards/year.ts";
import { newId } from "../kernel/ids.ts";
import { officeLogId } from "../offices/contract.ts";
import { listOffices } from "../offices/queries.ts";
import type { Ctx } from "../store/hub.ts";
import { writeDocx, type Part } from "./docx.ts";
import { writeLedger, type Column } from "./ledger.ts";
import {
  dateOf,
  EXCHANGE_STATE,
  feedbackOf,
  KIND,
  minuteOf,
  OCCURRENCE_STATE,
  periodWords,
  YEAR_FIGURE,
  YEAR_LEDGER,
} from "./words.ts";

type NameOf = (officeId: string) => string;

/** One line of the year, as document and table have it. */
interface Line {
  part: string;
  what: string;
  who: string;
  when: string;
  outcome: string;
  /** Ids of the entries it rests on. */
  entries: string[];
}

/** Everything of the year line by line: leads, actions, conferences, what was owed. */
export function yearLines(view: YearView, nameOf: NameOf): Line[] {
  const leads = view.leads.flatMap(({ fromOfficeId, toOfficeId, kind, rows }) =>
    rows.map((row): Line => ({
      part: KIND[kind],
      what: `${row.title}（${row.number}）`,
      who: `${nameOf(fromOfficeId)} → ${nameOf(toOfficeId)}`,
      when: row.sentOn,
      outcome: [EXCHANGE_STATE[row.state], feedbackOf(row.feedback)].filter(Boolean).join("，"),
      entries: row.entryIds,
    })),
  );
  const held = (part: string, list: YearView["actions"]) =>
    list.map((one): Line => ({
      part,
      what: `${one.title}（${periodWords(one.period)}）`,
      who: nameOf(one.officeId),
      when: one.on,
      outcome: OCCURRENCE_STATE.met,
      entries: one.entryIds,
    }));
  const owed = view.obligations.flatMap((group) =>
    group.rows.map((row): Line => ({
      part: "落实事项",
      what: `${group.title}（${periodWords(row.period)}）`,
      who: nameOf(row.officeId),
      when: row.metOn ?? row.dueOn,
      outcome: `${OCCURRENCE_STATE[row.state]}${row.lateDays > 0 ? `（逾期 ${row.lateDays} 天）` : ""}`,
      entries: row.entryIds,
    })),
  );
  return [
    ...leads,
    ...held("联合行动", view.actions),
    ...held("联席会议", view.conferences),
    ...owed,
  ];
}

const figure = (totals: readonly Traced[], key: YearFigure): string =>
  `${YEAR_FIGURE[key]} ${totals.find((one) => one.key === key)?.n ?? 0}`;

/** The parts of the document: the year in figures, then each of its parts as a table. */
export function yearParts(view: YearView, nameOf: NameOf): Part[] {
  const lines = yearLines(view, nameOf);
  const said = (...keys: YearFigure[]) => keys.map((key) => figure(view.totals, key)).join("，");
  const tableOf = (parts: readonly string[]): Part => ({
    kind: "table",
    widths: [30, 22, 14, 18],
    rows: [
      ["事项", "单位", "日期", "结果"],
      ...lines
        .filter((line) => parts.includes(line.part))
        .map((line) => [line.what, line.who, line.when, line.outcome]),
    ],
  });
  return [
    { kind: "title", text: `${view.title}${view.year}年度落实情况汇编` },
    { kind: "body", text: `参与单位：${view.parties.map((one) => one.name).join("、")}。` },
    { kind: "heading", text: "一、线索往来" },
    { kind: "body", text: `${said("sent", "accepted", "filed", "not_filed", "done")}。` },
    tableOf(Object.values(KIND)),
    { kind: "heading", text: "二、联合行动和联席会议" },
    { kind: "body", text: `${said("actions", "conferences")}。` },
    tableOf(["联合行动", "联席会议"]),
    { kind: "heading", text: "三、落实事项" },
    {
      kind: "body",
      text: `${said("owed", "met_in_time", "met_late", "overdue", "waived")}。`,
    },
    tableOf(["落实事项"]),
    {
      kind: "body",
      text: "说明：线索按汇编人可以查阅的范围统计；每项数字所依据的记录编号见同名表格。",
    },
    { kind: "right", text: dateOf(view.at) },
  ];
}

/** Who compiles, the offices' names, and the year as this officer may read it; that it leaves is noted in the office's log. */
async function compiled(ctx: Ctx, agreementId: string, year: number, form: "docx" | "xlsx") {
  const [view, offices] = await Promise.all([
    getYear(ctx, agreementId, year),
    listOffices(ctx.hub),
  ]);
  const body = { agreementId, year, form };
  await ctx.hub.journal.act(ctx, {
    id: newId(),
    input: body,
    run: () =>
      Promise.resolve([
        { channelId: officeLogId(ctx.actor.officeId), type: "paper.year_compiled", body },
      ]),
  });
  const names = new Map(offices.map((one) => [one.id, one]));
  return {
    view,
    name: `${view.title}${year}年度落实情况汇编`,
    by: `${ctx.actor.name}（${ctx.role}）`,
    office: names.get(ctx.actor.officeId)?.name ?? ctx.actor.officeId,
    nameOf: (id: string) => names.get(id)?.shortName ?? id,
  };
}

/** 年度汇编 as .docx in official layout. */
export async function yearDocument(
  ctx: Ctx,
  agreementId: string,
  year: number,
): Promise<{ name: string; bytes: Buffer }> {
  const { view, name, by, nameOf } = await compiled(ctx, agreementId, year, "docx");
  const bytes = await writeDocx({ title: name, by, parts: yearParts(view, nameOf) });
  return { name: `${name}.docx`, bytes };
}

const COLUMNS: readonly Column<Line>[] = [
  { head: "类别", width: 14, text: (line) => line.part },
  { head: "事项", width: 44, text: (line) => line.what },
  { head: "单位", width: 26, text: (line) => line.who },
  { head: "日期", width: 12, text: (line) => line.when },
  { head: "结果", width: 24, text: (line) => line.outcome },
  { head: "依据记录", width: 40, text: (line) => line.entries.join("\n") },
];

/** The same as .xlsx, each line with the ids of the entries it rests on; `begin` hears the name before the first byte. */
export async function yearTable(
  ctx: Ctx,
  agreementId: string,
  year: number,
  { begin, out }: { begin: (name: string) => void; out: Writable },
): Promise<void> {
  const { view, name, by, office, nameOf } = await compiled(ctx, agreementId, year, "xlsx");
  const lines = yearLines(view, nameOf);
  begin(`${name}.xlsx`);
  await writeLedger(
    {
      name: YEAR_LEDGER,
      office,
      by,
      at: minuteOf(view.at),
      count: String(lines.length),
      columns: COLUMNS,
      rows: each(lines),
      nameOf,
    },
    out,
  );
}

async function* each<T>(list: readonly T[]): AsyncIterable<T> {
  yield* list;
}
