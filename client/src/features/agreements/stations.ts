import type { AgreementState, AgreementView } from "@hub/domain/agreements/contract";

export const STATIONS = [
  "draft",
  "consult",
  "approve",
  "report",
  "sign",
  "seal",
  "issue",
  "force",
] as const;
export type StationKey = (typeof STATIONS)[number];

/** A station of the text that is on its way, or of the one in force when none is. */
export interface Station {
  key: StationKey;
  status: "passed" | "current" | "ahead" | "skipped";
  /** An instant, or a day. */
  at: string | null;
  by: string | null;
}

const OF_STATE: Partial<Record<AgreementState, StationKey>> = {
  drafting: "draft",
  consulting: "consult",
  approving: "approve",
  reporting: "report",
  signing: "sign",
  sealing: "seal",
  issued: "force",
  in_force: "force",
};

/** What a phone shows first, beside the present one. */
export const MAIN: readonly StationKey[] = ["draft", "consult", "sign", "issue", "force"];

type Travelled = Pick<
  AgreementView,
  "state" | "reports" | "parties" | "versions" | "inForce" | "drafted"
>;

const last = (times: readonly (string | null)[]): string | null =>
  times
    .flatMap((one) => one ?? [])
    .toSorted()
    .at(-1) ?? null;

/** When each station was passed, as far as the record says. */
function whenOf({ parties, versions, inForce, drafted }: Travelled) {
  const newest = versions.find((one) => one.state !== "void");
  const frozen = newest?.frozen ?? null;
  const times: Record<StationKey, { at: string | null; by: string | null }> = {
    draft: { at: drafted.at, by: drafted.name },
    consult: { at: null, by: null },
    approve: { at: last(parties.map((one) => one.approvedAt)), by: null },
    report: { at: last(parties.map((one) => one.consent?.on ?? null)), by: null },
    sign: { at: frozen?.at ?? null, by: frozen?.name ?? null },
    seal: { at: last(parties.map((one) => one.sealedOn)), by: null },
    issue: { at: newest?.issued?.on ?? null, by: null },
    force: { at: inForce?.effectiveOn ?? null, by: null },
  };
  return times;
}

/**
 * 起草 · 征求意见 · 院内审批 · 报上级院 · 会签 · 用印 · 印发 · 施行. Empty for one that came from paper: nothing of this happened here.
 * What follows 会签 may be left out where the last signature takes effect.
 */
export function stationsOf(view: Travelled): Station[] {
  const here = OF_STATE[view.state];
  const isFrozenHere = view.versions.some((one) => one.anchorEntryId !== null);
  if (!isFrozenHere && (here === undefined || here === "force")) return [];
  const keys = STATIONS.filter((key) => key !== "report" || view.reports);
  const times = whenOf(view);
  const at = here ? keys.indexOf(here) : keys.length;
  return keys.map((key, index) => {
    const reached = key === "force" && view.state === "in_force";
    const status = index > at ? "ahead" : index === at && !reached ? "current" : "passed";
    const left = (key === "seal" || key === "issue") && times[key].at === null;
    const isPast = status === "passed";
    const shown = isPast || key === "draft" || (key === "sign" && status === "current");
    return {
      key,
      status: isPast && left ? "skipped" : status,
      at: shown ? times[key].at : null,
      by: shown ? times[key].by : null,
    };
  });
}

/** Whom the text waits for now, by the place of the parties in signing order. */
export function waitedFor(view: Pick<AgreementView, "state" | "parties">): number[] {
  const present = view.parties.filter((one) => one.leftOn === null);
  const indexes = (waits: (one: (typeof present)[number]) => boolean) =>
    present.filter(waits).map((one) => one.index);
  switch (view.state) {
    case "approving":
      return indexes((one) => one.approvedAt === null);
    case "sealing":
      return indexes((one) => one.sealedOn === null);
    case "drafting":
      return indexes((one) => one.host);
    default:
      return [];
  }
}
