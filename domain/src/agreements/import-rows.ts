import { ClauseKey } from "../clauses/contract.ts";
import { keyOfHeading } from "../clauses/rules.ts";
import type { Issue } from "../kernel/faults.ts";
import { bearsStateSecretMark } from "../kernel/markings.ts";
import type { Store } from "../store/store.ts";
import type { RegisterAgreement } from "./acts-contract.ts";
import { AgreementValues, Instrument, PartialDay } from "./contract.ts";
import type { ImportRow, PreviewRow } from "./import-contract.ts";

type Read = NonNullable<PreviewRow["reads"]>;

/** Names that registers use, the more exact ones first. */
const INSTRUMENTS: readonly (readonly [string, Instrument])[] = [
  ["实施意见", "implementing"],
  ["协作意见", "opinion"],
  ["框架协议", "framework"],
  ["备忘录", "memorandum"],
  ["运行办法", "rules"],
  ["工作办法", "rules"],
  ["实施细则", "rules"],
  ["办法", "rules"],
  ["细则", "rules"],
  ["行动计划", "plan"],
  ["行动方案", "plan"],
  ["方案", "plan"],
  ["会议纪要", "minutes"],
  ["纪要", "minutes"],
  ["宣言", "declaration"],
  ["联盟", "declaration"],
  ["倡议", "declaration"],
  ["章程", "declaration"],
  ["意见", "opinion"],
  ["协议", "cooperation"],
  ["协作机制", "cooperation"],
  ["机制", "cooperation"],
];

/** The kind whose name stands first in the words of a register: 意见 + 运行办法 is an 意见. */
export function instrumentOf(text: string): Instrument | null {
  const found = INSTRUMENTS.map(([name, kind]) => ({ at: text.indexOf(name), name, kind }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at || other.name.length - one.name.length);
  return found[0]?.kind ?? Instrument.safeParse(text).data ?? null;
}

/** 2019, 2019-05, 2019.5.20, 2019年5月20日: as precise as it was given; null when it is no date. */
export function partialDayOf(text: string): string | null {
  const parts = /^(\d{4})(?:[-./年](\d{1,2}))?(?:[-./月](\d{1,2}))?[年月日]?$/.exec(text);
  if (!parts) return null;
  const [, year = "", month, date] = parts;
  const two = (part: string | undefined) => (part ? `-${part.padStart(2, "0")}` : "");
  return PartialDay.safeParse(`${year}${two(month)}${two(date)}`).data ?? null;
}

/** Parties as they are named, in their order; an ending that speaks of all (四省市院) stays with its last name. */
export const partiesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[、，,;；]|\s+\+\s+|(?<=院|局)\+/)
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  ),
];

/** The document number that stands in brackets behind an instrument: 意见（九检会〔2022〕11号）. */
export const numberIn = (text: string): string =>
  /[（(]([^（()]*〔\d{4}〕\d+号)[）)]/.exec(text)?.[1] ?? "";

function keysOf(names: readonly string[]): { keys: ClauseKey[]; issues: Issue[] } {
  const read = names.map((name) => ClauseKey.safeParse(name).data ?? keyOfHeading(name));
  return {
    keys: [...new Set(read)],
    issues: read.flatMap((key, index) =>
      key === "free" && names[index] !== "free"
        ? [{ path: `clauses.${index}`, code: "unknown_clause" }]
        : [],
    ),
  };
}

/** What a row says, or what is wrong with it. */
export function readRow(row: ImportRow): { reads: Read | null; issues: Issue[] } {
  const instrument = instrumentOf(row.instrument || row.title);
  const signedOn = row.signed.trim() === "" ? null : partialDayOf(row.signed.trim());
  const parties = partiesOf(row.parties);
  const { keys, issues: unknown } = keysOf(row.clauses);
  const text = [row.title, row.area, row.parties, row.instrument, row.number, row.remark];
  const title = row.title.trim() || `${row.area.trim()}${row.instrument.trim()}`;
  const issues: Issue[] = [
    ...(row.key.trim() === "" ? [{ path: "key", code: "required" }] : []),
    ...(title === "" ? [{ path: "title", code: "required" }] : []),
    ...(title.length > 120 ? [{ path: "title", code: "too_big" }] : []),
    ...(row.area.trim().length > 60 ? [{ path: "area", code: "too_big" }] : []),
    ...(row.remark.trim().length > 2_000 ? [{ path: "remark", code: "too_big" }] : []),
    ...(row.number.trim().length > 60 ? [{ path: "number", code: "too_big" }] : []),
    ...(instrument === null ? [{ path: "instrument", code: "unknown_instrument" }] : []),
    ...(parties.length === 0 ? [{ path: "parties", code: "required" }] : []),
    ...(parties.some((one) => one.length > 60) ? [{ path: "parties", code: "too_big" }] : []),
    ...(row.signed.trim() !== "" && signedOn === null
      ? [{ path: "signed", code: "invalid_date" }]
      : []),
    ...(text.some(bearsStateSecretMark) ? [{ path: "title", code: "state_secret" }] : []),
    ...unknown,
  ];
  if (issues.length > 0 || instrument === null) return { reads: null, issues };
  const reads: Read = {
    title,
    area: row.area.trim(),
    parties,
    instrument,
    signedOn,
    number: row.number.trim() || numberIn(row.instrument),
    clauseKeys: keys,
    remark: row.remark.trim(),
  };
  return { reads, issues };
}

/** Every row with what it says or what is wrong with it, and whether it stands in the office's register already. */
export async function previewRows(
  store: Pick<Store, "agreements">,
  officeId: string,
  rows: readonly ImportRow[],
): Promise<PreviewRow[]> {
  const found = await store.agreements
    .find({ source: { $in: rows.map((row) => `${officeId}/${row.key}`) } }, { source: 1 })
    .lean<{ source: string | null }[]>();
  const known = new Set(found.map((one) => one.source));
  return rows.map((row, index) => {
    const { reads, issues } = readRow(row);
    const repeated = rows.findIndex((one) => one.key === row.key) < index;
    return {
      row: index + 1,
      key: row.key,
      reads: repeated ? null : reads,
      issues: repeated ? [...issues, { path: "key", code: "repeated" }] : issues,
      registered: !repeated && known.has(`${officeId}/${row.key}`),
    };
  });
}

/** A good row as it is registered; when it takes effect is not known of most. */
export function toRegister(reads: Read): Omit<RegisterAgreement, "id" | "agreementId"> {
  const { title, instrument, area, parties, number, signedOn, clauseKeys, remark } = reads;
  return {
    values: AgreementValues.parse({ title, instrument, area, remark, marking: "public" }),
    parties: parties.map((name) => ({ officeId: null, name })),
    hostIndex: null,
    number,
    signedOn,
    effectiveOn: signedOn?.length === 10 ? signedOn : null,
    clauses: [],
    clauseKeys,
    scans: [],
    departmentId: null,
  };
}
