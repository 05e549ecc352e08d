import type { Clause, ClauseKey } from "../clauses/contract.ts";
import { fromLibrary } from "../clauses/rules.ts";
import { derivedId } from "../kernel/ids.ts";

/** The id of something in the demo's agreements. */
export const agreementIdOf = (...parts: string[]): string =>
  derivedId("demo/agreements", parts.join("/"));

const invented = "演示数据：条款为虚构的示例，不是任何真实文件的内容。";

/** An article of the library, filled in. */
const article = (agreement: string, key: ClauseKey, values: Clause["values"] = {}): Clause => ({
  ...fromLibrary(agreementIdOf(agreement, "clause", key), key),
  values,
});

const purpose = (agreement: string): Clause => {
  const clause = article(agreement, "purpose_basis", { area: "高邮湖" });
  return { ...clause, text: `（${invented}）${clause.text}` };
};

/** In force on paper: its title is public, its text is not, so every article here is invented and says so. */
export const IN_FORCE = {
  key: "gaoyou-tianchang",
  /** So long before the first start of the demo it took effect. */
  sinceHours: 410 * 24,
  values: {
    title: "关于建立（高邮）湖跨区域生态环境司法保护联动协作机制的实施意见（演示）",
    instrument: "implementing" as const,
    area: "高邮湖",
    fields: ["ECO" as const, "RELIC" as const, "SAFETY" as const, "FOOD_DRUG" as const],
    remark: invented,
  },
  clauses: [
    purpose("gaoyou-tianchang"),
    article("gaoyou-tianchang", "scope", { area: "高邮湖", fields: "生态环境和资源保护等" }),
    article("gaoyou-tianchang", "liaison", { days: 5 }),
    article("gaoyou-tianchang", "joint_conference", { frequency: "half_yearly", count: 1 }),
    article("gaoyou-tianchang", "lead_transfer", { days: 5 }),
    article("gaoyou-tianchang", "feedback", { days: 30 }),
    article("gaoyou-tianchang", "info_sharing", { frequency: "monthly", count: 1 }),
    article("gaoyou-tianchang", "evidence_help"),
    article("gaoyou-tianchang", "joint_patrol", {
      frequency: "quarterly",
      count: 1,
      responsible: "rotation",
    }),
    article("gaoyou-tianchang", "restoration", { count: 1 }),
    article("gaoyou-tianchang", "confidentiality"),
    article("gaoyou-tianchang", "term_revision", { system: "同舟协作平台" }),
  ],
};

/** Being negotiated by three offices around the lake. */
export const NEGOTIATED = {
  key: "patrol-rules",
  values: {
    title: "高邮湖联合巡查运行办法（演示）",
    instrument: "rules" as const,
    area: "高邮湖",
    fields: ["ECO" as const, "SAFETY" as const],
    effect: { from: "last_signature" as const },
    term: { kind: "years" as const, count: 3 },
    remark: invented,
  },
  clauses: [
    purpose("patrol-rules"),
    article("patrol-rules", "joint_patrol", {
      frequency: "monthly",
      count: 1,
      responsible: "rotation",
    }),
    article("patrol-rules", "case_consult", { days: 3 }),
    article("patrol-rules", "info_sharing", { frequency: "monthly", count: 1 }),
    article("patrol-rules", "term_revision", { system: "同舟协作平台" }),
  ],
};

/** Approved by both offices and frozen: what is left is to sign. */
export const TO_BE_SIGNED = {
  key: "consult-memorandum",
  values: {
    title: "关于建立疑难案件会商机制的备忘录（演示）",
    instrument: "memorandum" as const,
    area: "高邮湖",
    fields: ["ECO" as const],
    effect: { from: "last_signature" as const },
    remark: invented,
  },
  clauses: [
    purpose("consult-memorandum"),
    article("consult-memorandum", "case_consult", { days: 5 }),
    article("consult-memorandum", "research", { count: 1 }),
  ],
};
