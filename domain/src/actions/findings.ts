import type { z } from "zod";
import type { LeadGrade, LeadValues } from "../leads/contract.ts";
import type { FindingRecord, KeptShot } from "./field-record.ts";
import type { FindingView, Shot } from "./record-contract.ts";
import type { Stamp } from "../kernel/signature.ts";

type Written = Pick<
  FindingRecord,
  | "title"
  | "text"
  | "field"
  | "stopId"
  | "place"
  | "handling"
  | "evidence"
  | "recorderIds"
  | "device"
> & { shots: readonly Pick<KeptShot, "shot">[] };

/** What the digest of a finding holds on to: what is written, and what was taken. Whether the bytes have arrived does not change it. */
export const digestedFinding = (x: Written) => ({
  v: 1,
  title: x.title,
  text: x.text,
  field: x.field,
  stopId: x.stopId,
  place: x.place,
  handling: x.handling,
  evidence: x.evidence,
  recorderIds: x.recorderIds,
  device: x.device,
  shots: x.shots.map(({ shot }) => ({
    fileId: shot.fileId,
    sha256: shot.sha256,
    takenAt: shot.takenAt,
    fix: shot.fix,
    stated: shot.stated,
  })),
});

/** Fewer than two 检察人员: 线索材料, never blocked for it (公益诉讼办案规则 art 36). */
export const isAlone = (x: Pick<FindingRecord, "recorderIds">): boolean =>
  new Set(x.recorderIds).size < 2;

/** What art 39 still asks before it is a whole 取证记录. */
export function missingOf(
  x: Pick<FindingRecord, "recorderIds" | "evidence" | "shots">,
): FindingView["missing"] {
  const { medium, whyCopy, source, made, kept } = x.evidence;
  const wants: [FindingView["missing"][number], boolean][] = [
    ["second_recorder", isAlone(x)],
    ["photos", x.shots.length === 0 || x.shots.some((one) => one.arrived === null)],
    ["medium", medium === null],
    ["why_copy", medium === "copy" && whyCopy === ""],
    ["source", source === ""],
    ["made", made === ""],
    ["kept", kept === ""],
  ];
  return wants.flatMap(([name, lacks]) => (lacks ? [name] : []));
}

/** The bytes that arrived are those that were taken; null while they have not. */
export const isSame = ({ shot, arrived }: KeptShot): boolean | null =>
  arrived === null ? null : arrived.sha256 === shot.sha256;

/** Photos of a finding with more of them: one that is named already keeps what was said of it first. */
export function withShots(
  kept: readonly KeptShot[],
  more: readonly Shot[],
  by: Stamp,
  arrived: ReadonlyMap<string, { sha256: string; sm3: string }>,
  now: Date,
): KeptShot[] {
  const shots = [...kept];
  for (const shot of more)
    if (!shots.some((one) => one.shot.fileId === shot.fileId))
      shots.push({ shot, by, arrivedAt: null, arrived: null });
  return shots.map((one) => {
    const digests = arrived.get(one.shot.fileId);
    return one.arrived || !digests ? one : { ...one, arrived: digests, arrivedAt: now };
  });
}

/** What a lead says that was registered from a finding: what was seen, where, and what was done on the spot by whom. */
export function leadFrom(
  action: {
    title: string;
    plan: { content: { stops: readonly { id: string; name: string }[] } } | null;
  },
  x: Pick<
    FindingRecord,
    "number" | "title" | "text" | "field" | "stopId" | "place" | "handling" | "device"
  >,
  { grade, foundOn }: { grade: LeadGrade; foundOn: string },
): z.input<typeof LeadValues> {
  const stop = action.plan?.content.stops.find((one) => one.id === x.stopId);
  const { fix } = x.device;
  const point = fix && { lat: fix.lat, lon: fix.lon };
  const handled = [
    ["现场处置情况", x.handling.text],
    ["处置单位", x.handling.unit],
    ["处置依据", x.handling.basis],
  ].flatMap(([name, text]) => (text ? [`${name}：${text}`] : []));
  return {
    title: x.title,
    field: x.field,
    source: "patrol",
    sourceNote: `${action.title}，问题清单第${x.number}号`,
    foundOn,
    grade,
    place: x.place ?? (stop || point ? { name: stop?.name ?? "", point } : null),
    facts: [x.text || x.title, ...handled].join("\n"),
  };
}
