import type { ClauseField, ClauseKey, DutyKind, ObligationSpec } from "./contract.ts";

/** What a clause of the library obliges to, and which of its fields say how often, by whom, how many and within what time. */
export interface Obliges {
  kind: DutyKind;
  /** A fixed rhythm, or `frequency`: as the field of that name says. */
  recurrence: ObligationSpec["recurrence"] | "frequency";
  /** Who, where no field `responsible` says so. */
  responsible: "each" | "rotation";
}

/** An article of the 条款库: its heading, a text to begin with, and the fields that stand in it as `{name}`. */
export interface LibraryClause {
  heading: string;
  text: string;
  fields: ClauseField[];
  obliges: Obliges | null;
}

const frequency: ClauseField = { name: "frequency", type: "frequency", unit: null };
const responsible: ClauseField = { name: "responsible", type: "responsible", unit: null };
const count: ClauseField = { name: "count", type: "count", unit: null };
const workingDays: ClauseField = { name: "days", type: "days", unit: "working_days" };
const days: ClauseField = { name: "days", type: "days", unit: "days" };
const text = (name: string): ClauseField => ({ name, type: "text", unit: null });
const said = (heading: string, text: string, fields: ClauseField[] = []): LibraryClause => ({
  heading,
  text,
  fields,
  obliges: null,
});
const owed = (
  heading: string,
  text: string,
  fields: ClauseField[],
  kind: DutyKind,
  recurrence: Obliges["recurrence"],
  responsible: Obliges["responsible"] = "each",
): LibraryClause => ({ heading, text, fields, obliges: { kind, recurrence, responsible } });

/**
 * 条款库. No statute sets a number of days between offices, so each stands as a field and is called 约定期限. 办案规则 is 《人民检察院公益诉讼办案规则》;
 * where it sets a period itself (art 43: thirty days for a commissioned inquiry) the text says so and leaves nothing to fill in.
 */
export const LIBRARY: Record<ClauseKey, LibraryClause> = {
  purpose_basis: said(
    "目的依据",
    "为加强{area}生态环境和资源保护领域跨区域检察协作，形成保护合力，根据《中华人民共和国人民检察院组织法》《人民检察院公益诉讼办案规则》等规定，结合各方工作实际，制定本文件。",
    [text("area")],
  ),
  scope: said("适用范围", "本文件适用于各方在{area}范围内办理{fields}领域案件的协作配合。", [
    text("area"),
    text("fields"),
  ]),
  organisation: owed(
    "组织领导",
    "各方成立跨区域检察协作领导小组，由各方检察长任组长；领导小组办公室设在各方{department}，负责日常联络和协调。",
    [text("department")],
    "organisation",
    "once",
  ),
  liaison: owed(
    "联络员",
    "各方确定联络员一名，负责协作事项的日常联络。联络员变动的，应当在{days}个工作日内告知其他各方。",
    [workingDays],
    "liaison",
    "per_event",
  ),
  joint_conference: owed(
    "联席会议",
    "建立联席会议制度，{frequency}召开{count}次，由各方按签署顺序轮值召集；遇有重大、紧急事项，经一方提议可以临时召开。会议形成纪要，议定事项由各方分别落实。",
    [frequency, count],
    "conference",
    "frequency",
    "rotation",
  ),
  lead_transfer: owed(
    "线索移送",
    "各方在履行职责中发现属于其他方管辖的案件线索，应当及时移送。接收方应当自收到之日起{days}个工作日内办理受理手续并告知移送方。",
    [workingDays],
    "transfer",
    "per_event",
  ),
  feedback: owed(
    "办理情况反馈",
    "接收方应当自受理之日起每{days}日向移送方反馈一次办理进展，办结后及时反馈结果。",
    [days],
    "feedback",
    "per_event",
  ),
  info_sharing: owed(
    "信息共享",
    "各方{frequency}互相通报协作领域的办案情况、行政执法信息和工作动态{count}次以上，实现信息共享。",
    [frequency, count],
    "sharing",
    "frequency",
  ),
  major_notice: owed(
    "重大情况通报",
    "发生可能影响其他方区域的重大污染、重大案件或者重大舆情，知悉方应当在{days}日内向其他各方通报。",
    [days],
    "major_notice",
    "per_event",
  ),
  jurisdiction: said(
    "管辖协商",
    "各方对案件管辖有争议的，应当协商解决；协商不成的，报请共同的上级人民检察院指定管辖。",
  ),
  evidence_help: owed(
    "调查取证协作",
    "一方需要到其他方辖区调查取证的，可以自行调查并商请当地检察机关协助，也可以委托当地检察机关代为调查。受委托的，应当依照《人民检察院公益诉讼办案规则》第四十三条规定的三十日期限完成。",
    [],
    "evidence",
    "per_event",
  ),
  case_consult: owed(
    "案件会商",
    "对跨区域的重大、疑难、复杂案件，一方提出会商的，其他方应当在{days}个工作日内参加会商，统一执法司法标准。",
    [workingDays],
    "consultation",
    "per_event",
  ),
  joint_team: said(
    "联合办案",
    "对涉及多方的重大案件，经协商可以组成联合办案组，由{lead}牵头，各方指派检察官参加。",
    [text("lead")],
  ),
  joint_patrol: owed(
    "联合巡查",
    "各方{frequency}开展联合巡查{count}次，由{responsible}组织，可以邀请水利、生态环境、农业农村、公安等部门和“益心为公”志愿者参加；发现的问题当场记录，会后会商处置。",
    [frequency, count, responsible],
    "patrol",
    "frequency",
    "rotation",
  ),
  campaign: owed(
    "专项行动",
    "各方围绕{topic}每年开展{count}次专项行动，分线索摸排、立案办理、督促整改、跟进核实四个阶段推进。",
    [text("topic"), count],
    "campaign",
    "yearly",
  ),
  supervision: owed(
    "联合督办",
    "对重大、复杂或者久拖不决的案件，经协商列为联合挂牌督办案件；各方{frequency}通报一次督办案件进展，整改到位的按程序摘牌。",
    [frequency],
    "supervision",
    "frequency",
  ),
  restoration: owed(
    "生态修复",
    "各方协同开展增殖放流、补植复绿和异地、替代性修复，每年共同组织生态修复活动{count}次，并对修复效果开展“回头看”。",
    [count],
    "restoration",
    "yearly",
  ),
  publicity: owed(
    "宣传和案例发布",
    "各方{frequency}联合发布典型案例或者开展普法宣传{count}次，发布前应当经各方审核同意。",
    [frequency, count],
    "publicity",
    "frequency",
  ),
  exchange: owed(
    "交流培训",
    "各方每年共同举办业务研讨、同堂培训或者互派干警交流{count}次。",
    [count],
    "exchange",
    "yearly",
    "rotation",
  ),
  research: owed(
    "联合调研",
    "各方每年围绕协作中的共性问题联合开展调研{count}次，形成调研报告。",
    [count],
    "research",
    "yearly",
    "rotation",
  ),
  confidentiality: said(
    "保密",
    "各方对协作中知悉的国家秘密、工作秘密、商业秘密和个人隐私负有保密义务；共享的材料仅用于办案，未经提供方同意，不得向第三方提供。",
  ),
  term_revision: said(
    "期限和修订",
    "本文件由各方共同解释，经各方协商一致可以修订；新的单位加入或者一方退出的，应当书面告知其他各方。各方共同约定{system}为送达和签收的指定系统。",
    [text("system")],
  ),
  free: said("其他", "（请填写条款内容）"),
};

/** Names under which a key is found in headings and registers of others, beside its own heading. */
export const OTHER_NAMES: Partial<Record<ClauseKey, readonly string[]>> = {
  purpose_basis: ["目的", "依据", "总则", "指导思想"],
  scope: ["范围", "协作范围", "协作领域"],
  organisation: ["领导小组", "组织保障", "办公室", "组织机构"],
  liaison: ["联络机制", "日常联络", "联络人"],
  joint_conference: ["联席会议制度", "会商会议", "联席"],
  lead_transfer: ["线索移交", "线索双向移送", "案件线索移送"],
  feedback: ["反馈", "结果反馈", "通报反馈"],
  info_sharing: ["信息互通", "资源共享", "信息通报"],
  major_notice: ["重大事项通报", "重大案件通报"],
  jurisdiction: ["管辖", "指定管辖", "跨区划管辖"],
  evidence_help: ["调查取证", "协助调查", "办案协助", "办案协作"],
  case_consult: ["会商", "研讨", "案件研讨", "疑难案件会商"],
  joint_team: ["联合办案组", "交叉办案", "协同办案"],
  joint_patrol: ["巡查", "联合巡湖", "联合检查"],
  campaign: ["专项", "联合专项", "专项活动"],
  supervision: ["挂牌督办", "督办", "联合监督"],
  restoration: ["修复", "生态修复协作", "增殖放流"],
  publicity: ["宣传", "典型案例", "白皮书", "法治宣传"],
  exchange: ["人才交流", "培训", "业务交流"],
  research: ["调研", "理论研究"],
  confidentiality: ["保密要求", "保密义务"],
  term_revision: ["附则", "期限", "修订", "生效", "解释", "加入和退出"],
};

/** How periods are said inside a text. */
export const FREQUENCY_WORDS = {
  monthly: "每月",
  quarterly: "每季度",
  half_yearly: "每半年",
  yearly: "每年",
} as const;
