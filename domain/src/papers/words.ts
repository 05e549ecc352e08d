import type { z } from "zod";
import type { YearFigure } from "../dashboards/contract.ts";
import type { Box } from "../exchanges/acts-contract.ts";
import { FeedbackKind, type ExchangeRow, type ExchangeState } from "../exchanges/contract.ts";
import { periodParts } from "../kernel/period.ts";
import type { Marking } from "../kernel/markings.ts";
import type { ObligationKind, OccurrenceState } from "../obligations/contract.ts";
import type { LeadField, LeadGrade, LeadSource, LeadState, LeadStep } from "../leads/contract.ts";

/** Words of papers. Papers are Chinese whatever language the screen speaks: they go into Chinese files. */
export const FIELD: Record<LeadField, string> = {
  ECO: "生态环境和资源保护",
  FOOD_DRUG: "食品药品安全",
  STATE_ASSET: "国有财产保护",
  LAND_GRANT: "国有土地使用权出让",
  HERO: "英雄烈士保护",
  MINOR: "未成年人保护",
  MILITARY: "军人地位和权益",
  SAFETY: "安全生产",
  PERSONAL_INFO: "个人信息保护",
  ANTITRUST: "反垄断",
  TELECOM_FRAUD: "反电信网络诈骗",
  FARM_PRODUCE: "农产品质量安全",
  WOMEN: "妇女权益保障",
  ACCESSIBILITY: "无障碍环境建设",
  RELIC: "文物和文化遗产保护",
  MINERAL: "矿产资源保护",
  OTHER: "其他领域",
};

export const SOURCE: Record<LeadSource, string> = {
  report: "自然人、法人和非法人组织控告举报",
  case_work: "办案中发现",
  law_data: "行政执法信息共享平台",
  referred: "国家机关、人大代表、政协委员转交",
  media: "新闻媒体、社会舆论反映",
  hotline: "12345、12309 热线",
  volunteer: "“益心为公”志愿者",
  sensing: "卫星遥感、无人机",
  patrol: "联合巡查",
  exchange: "协作单位移送",
  other: "其他",
};

export const GRADE: Record<LeadGrade, string> = {
  minor: "轻微",
  ordinary: "一般",
  major: "重大",
};

export const STATE: Record<LeadState, string> = {
  registered: "已登记",
  evaluating: "评估中",
  inquiring: "初步调查",
  filed: "已立案",
  not_filed: "不立案",
  transferred: "已移送",
  referred_up: "已报请移送上级院",
  referred_out: "已移送其他部门或机关",
  closed: "已办结",
};

export const STEP: Record<LeadStep, string> = {
  evaluate: "开始评估",
  inquire: "启动初步调查",
  file: "立案",
  not_file: "不立案",
  transfer: "移送",
  refer_up: "报请移送上级院",
  refer_out: "移送其他部门或机关",
  close: "办结",
  reopen: "恢复办理",
};

export const KIND: Record<ExchangeRow["kind"], string> = {
  notice: "线索情况通报",
  transfer: "移送案件线索",
  commission: "委托调查",
  case_transfer: "移送案件",
  consultation: "会商",
};

export const EXCHANGE_STATE: Record<ExchangeState, string> = {
  draft: "拟稿",
  reviewing: "待审核",
  issuing: "待签发",
  arrived: "已到达",
  signed: "已签收",
  assigned: "已分派",
  accepted: "已受理",
  done: "已办结",
  withdrawn: "已撤回",
  discarded: "已作废",
  redirected: "已改由他院管辖",
};

/** Where an exchange stands; a notice is only read. */
export function exchangeStateOf({ kind, state }: Pick<ExchangeRow, "kind" | "state">): string {
  if (kind === "notice" && state === "arrived") return "待阅";
  if (kind === "notice" && state === "done") return "已阅";
  return EXCHANGE_STATE[state];
}

const FEEDBACK: Record<FeedbackKind, string> = {
  acceptance: "受理情况",
  filed: "立案",
  not_filed: "不立案",
  progress: "进展",
  result: "结果",
};

/** What the other office said last, in a word; empty while it said nothing. */
export function feedbackOf(kind: string | null): string {
  const known = FeedbackKind.safeParse(kind);
  return known.success ? FEEDBACK[known.data] : "";
}

export const MARKING: Record<Marking, string> = {
  public: "公开",
  internal: "内部",
  work_secret: "工作秘密",
};

export const OBLIGATION_KIND: Record<ObligationKind, string> = {
  conference: "联席会议",
  patrol: "联合巡查",
  transfer: "线索移送",
  feedback: "办理情况反馈",
  sharing: "信息共享",
  major_notice: "重大情况通报",
  evidence: "调查取证协作",
  consultation: "案件会商",
  campaign: "专项行动",
  supervision: "联合督办",
  restoration: "生态修复",
  publicity: "宣传",
  exchange: "人才交流、培训",
  research: "联合调研",
  liaison: "联络员",
  organisation: "组织领导",
  summary: "工作小结",
  resolution: "议定事项",
  other: "其他",
};

export const OCCURRENCE_STATE: Record<OccurrenceState, string> = {
  ahead: "未到期",
  open: "可办理",
  due_soon: "将到期",
  overdue: "已逾期",
  submitted: "待对方确认",
  met: "已落实",
  deferred: "顺延",
  waived: "经协商不再开展",
};

export const YEAR_FIGURE: Record<YearFigure, string> = {
  sent: "移送和通报",
  accepted: "受理",
  filed: "立案",
  not_filed: "不立案",
  done: "办结",
  owed: "应落实",
  met_in_time: "按期落实",
  met_late: "逾期落实",
  overdue: "逾期未落实",
  waived: "经协商不再开展",
  actions: "联合行动",
  conferences: "联席会议",
};

const NTH = ["一", "二", "三", "四"];

/** 2026年11月, 2026年第四季度, 2026年下半年, 2026年度; a day, and what happened, as they are. */
export function periodWords(period: string): string {
  const parts = periodParts(period);
  if (!parts) return period;
  const { unit, year, nth } = parts;
  switch (unit) {
    case "year":
      return `${year}年度`;
    case "half":
      return `${year}年${nth === "1" ? "上" : "下"}半年`;
    case "quarter":
      return `${year}年第${NTH[Number(nth) - 1] ?? nth}季度`;
    default:
      return `${year}年${nth}月`;
  }
}

/** What the ledgers are called. */
export const OBLIGATION_LEDGER = "落实台账";
export const YEAR_LEDGER = "年度汇编";
export const LEAD_LEDGER = "线索台账";
export const BOX_LEDGER: Record<z.infer<typeof Box>, string> = {
  inbox: "收件台账",
  sent: "移出台账",
  drafts: "待签发台账",
  withdrawn: "撤回台账",
  all: "往来台账",
};

/** The receipt says what it is, and what it is not. */
export const RECEIPT_LIMITS =
  "平台签收回执：记载收到的时间和内容，不替代送达回证及加盖院印的文书。";

const inShanghai = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString();

/** 2026-11-22 14:05, in Asia/Shanghai. */
export const minuteOf = (at: string): string => inShanghai(at).slice(0, 16).replace("T", " ");

/** 2026年11月22日 14时05分07秒, in Asia/Shanghai. */
export function secondOf(at: string): string {
  const time = inShanghai(at);
  return `${dateOf(at)} ${time.slice(11, 13)}时${time.slice(14, 16)}分${time.slice(17, 19)}秒`;
}

/** 2026年11月22日, in Asia/Shanghai. */
export function dateOf(at: string): string {
  const [year, month, day] = inShanghai(at).slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** 1.4 MB, of bytes. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A digest in two lines of four groups, so that two people can compare it by voice. */
export const grouped = (digest: string): string =>
  digest.replace(/(.{8})(?=.)/g, "$1 ").replace(/^(.{35}) /, "$1\n");
