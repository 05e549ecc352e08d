import type { ActionKind, ActionState } from "../actions/contract.ts";
import type { ReportFinding } from "../actions/report-contract.ts";
import type { FindingView } from "../actions/record-contract.ts";

export const ACTION_KIND: Record<ActionKind, string> = {
  patrol: "联合巡查",
  inspection: "联合检查",
  campaign: "专项行动",
  conference: "联席会议",
};

export const ACTION_STATE: Record<ActionState, string> = {
  proposed: "已提出",
  polling: "征询日期",
  planning: "方案会签",
  scheduled: "已排定",
  under_way: "进行中",
  concluded: "已结束",
  reported: "已报告",
  archived: "已归档",
  cancelled: "已取消",
};

export const OUTCOME: Record<ReportFinding["outcome"], string> = {
  register: "登记线索",
  transfer: "移送线索",
  task: "形成任务",
  none: "不再处理",
  open: "待处理",
};

export const MISSING: Record<FindingView["missing"][number], string> = {
  second_recorder: "第二名检察人员",
  medium: "原始存储介质或者复制件",
  why_copy: "不能调取原始存储介质的原因",
  source: "来源",
  made: "制作过程",
  kept: "原始存储介质存放地点",
  photos: "照片",
};

export const ACTION_LEDGER = "行动台账";
