import type { ActionRow } from "../actions/contract.ts";
import { spanText, timeOf } from "../actions/time.ts";
import type { ExchangeRow } from "../exchanges/contract.ts";
import type { LeadRow } from "../leads/contract.ts";
import type { OccurrenceRow } from "../obligations/contract.ts";
import type { ExchangeColumn, LeadColumn, OccurrenceColumn } from "./contract.ts";
import { ACTION_KIND, ACTION_STATE } from "./action-words.ts";
import type { Column } from "./ledger.ts";
import {
  exchangeStateOf,
  feedbackOf,
  FIELD,
  GRADE,
  KIND,
  MARKING,
  minuteOf,
  OBLIGATION_KIND,
  OCCURRENCE_STATE,
  SOURCE,
  STATE,
  periodWords,
} from "./words.ts";

/** What the ledger of leads holds. */
export const LEAD_CELLS: Record<LeadColumn, Column<LeadRow>> = {
  number: { head: "编号", width: 26, text: (row) => row.number },
  title: { head: "标题", width: 40, text: (row) => row.title },
  field: { head: "领域", width: 20, text: (row) => FIELD[row.field] },
  source: { head: "线索来源", width: 20, text: (row) => SOURCE[row.source] },
  body: { head: "被监督单位", width: 24, text: (row) => row.body?.name ?? "" },
  place: { head: "地点", width: 24, text: (row) => row.place?.name ?? "" },
  grade: { head: "等级", width: 8, text: (row) => GRADE[row.grade] },
  marking: { head: "标志", width: 10, text: (row) => MARKING[row.marking] },
  route: {
    head: "移送方向",
    width: 24,
    text: ({ exchange }, nameOf) =>
      exchange ? `${nameOf(exchange.fromOfficeId)} → ${nameOf(exchange.toOfficeId)}` : "本院",
  },
  state: { head: "状态", width: 14, text: (row) => STATE[row.state] },
  clock: {
    head: "期限",
    width: 18,
    text: ({ exchange }) => (exchange?.dueAt ? minuteOf(exchange.dueAt) : ""),
  },
  feedback: {
    head: "办理反馈",
    width: 12,
    text: ({ exchange }) => feedbackOf(exchange?.lastFeedback ?? null),
  },
  handler: { head: "承办人", width: 12, text: (row) => row.handler ?? "" },
  registered: { head: "登记时间", width: 18, text: (row) => minuteOf(row.registeredAt) },
};

const minuteOrNone = (at: string | null): string => (at ? minuteOf(at) : "");

/** What the ledger of a box holds. */
export const EXCHANGE_CELLS: Record<ExchangeColumn, Column<ExchangeRow>> = {
  kind: { head: "类别", width: 14, text: (row) => KIND[row.kind] },
  title: {
    head: "标题",
    width: 40,
    // Of what the other side took back no title is left.
    text: (row) => row.title || "（已由发送单位撤回）",
  },
  number: { head: "线索登记编号", width: 26, text: (row) => row.leadNumber },
  route: {
    head: "移送方向",
    width: 24,
    text: (row, nameOf) => `${nameOf(row.fromOfficeId)} → ${nameOf(row.toOfficeId)}`,
  },
  state: { head: "状态", width: 14, text: (row) => exchangeStateOf(row) },
  clock: { head: "期限", width: 24, text: ({ clock }) => clockOf(clock) },
  handler: { head: "承办人", width: 12, text: (row) => row.handler ?? "" },
  sent: { head: "移出（到达）时间", width: 18, text: (row) => minuteOrNone(row.sentAt) },
  signed: { head: "签收时间", width: 18, text: (row) => minuteOrNone(row.signedAt) },
  accepted: { head: "受理时间", width: 18, text: (row) => minuteOrNone(row.acceptedAt) },
  feedback: { head: "最近反馈", width: 12, text: (row) => feedbackOf(row.lastFeedback) },
};

/** The day of an agreed time limit, and how late it is; no clock counts while the jurisdiction is in dispute. */
function clockOf(clock: ExchangeRow["clock"]): string {
  if (!clock) return "";
  if (clock.held) return "管辖争议期间暂停";
  const late = clock.overdueDays > 0 ? `（已超约定期限 ${clock.overdueDays} 天）` : "";
  return `${minuteOf(clock.due)}${late}`;
}

/** What the 落实台账 holds. */
export const OCCURRENCE_CELLS: Record<OccurrenceColumn, Column<OccurrenceRow>> = {
  agreement: { head: "协议", width: 36, text: (row) => row.agreementTitle },
  title: { head: "落实事项", width: 24, text: (row) => row.title },
  kind: { head: "类别", width: 14, text: (row) => OBLIGATION_KIND[row.kind] },
  period: { head: "期次", width: 14, text: (row) => periodWords(row.period) },
  office: { head: "责任单位", width: 16, text: (row, nameOf) => nameOf(row.officeId) },
  opens: { head: "起", width: 12, text: (row) => row.opensOn },
  due: {
    head: "期限",
    width: 22,
    text: ({ dueOn, firstDueOn }) =>
      dueOn === firstDueOn ? dueOn : `${dueOn}（原为 ${firstDueOn}）`,
  },
  state: { head: "状态", width: 18, text: (row) => stateOf(row) },
  met: { head: "落实日期", width: 12, text: (row) => row.metOn ?? "" },
  times: { head: "次数", width: 8, text: (row) => `${row.done}/${row.times}` },
};

/** The state, and how late: while it is due, or when it was done. */
function stateOf({ state, overdueDays, lateDays }: OccurrenceRow): string {
  const late =
    overdueDays > 0 ? ` ${overdueDays} 天` : lateDays > 0 ? `（逾期 ${lateDays} 天）` : "";
  return `${OCCURRENCE_STATE[state]}${late}`;
}

/** What the ledger of actions holds. */
export const ACTION_CELLS: readonly Column<ActionRow>[] = [
  { head: "类别", width: 12, text: (row) => ACTION_KIND[row.kind] },
  { head: "名称", width: 40, text: (row) => row.title },
  { head: "时间", width: 34, text: (row) => (row.span ? spanText(timeOf(row.span)) : "未定") },
  { head: "牵头单位", width: 16, text: (row, nameOf) => nameOf(row.hostOfficeId) },
  {
    head: "参加单位",
    width: 30,
    text: (row, nameOf) => row.officeIds.slice(1).map(nameOf).join("、"),
  },
  { head: "地点", width: 24, text: (row) => row.place?.name ?? "" },
  { head: "状态", width: 12, text: (row) => ACTION_STATE[row.state] },
  { head: "发现问题（个）", width: 14, text: (row) => String(row.findings) },
  { head: "标志", width: 10, text: (row) => MARKING[row.marking] },
];
