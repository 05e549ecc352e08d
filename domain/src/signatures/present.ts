import type { Power } from "../approvals/rules.ts";
import type { Officer } from "../kernel/officer.ts";
import type { Stamp } from "../kernel/signature.ts";
import { SigningAct, type PaperView, type SignatureView, type SigningParty } from "./contract.ts";
import { overdueDays } from "./deadlines.ts";
import { maySigning, partyState, type SigningFacts } from "./rules.ts";

const signed = (by: Stamp) => ({ ...by, at: by.at.toISOString() });

/** A paper as it is stored. */
type Paper = Omit<PaperView, "recorded"> & { recorded: Stamp };

/** A signature as it is stored. */
export interface Row {
  _id: string;
  partyId: string;
  by: Stamp;
  online: Omit<Extract<SignatureView, { mode: "online" }>, "mode" | "id" | "by"> | null;
  paper: Paper | null;
}

const toPaperView = ({ file, signedBy, role, signedOn, recorded }: Paper): PaperView => ({
  file,
  signedBy,
  role,
  signedOn,
  recorded: signed(recorded),
});

export function toSignatureView({ _id: id, by, online, paper }: Row): SignatureView {
  if (online) return { mode: "online", id, by: signed(by), ...online };
  if (!paper) throw new TypeError("a signature is given online or on paper");
  return { mode: "paper", id, paper: toPaperView(paper), confirmed: signed(by) };
}

/** What lies beside the facts of a co-signing. */
export interface Beside {
  papers: readonly (Paper & { partyId: string })[];
  declines: readonly { partyId: string; opinion: string; by: Stamp }[];
  rejections: readonly { partyId: string; reason: string; by: Stamp }[];
  deadlines: readonly { partyId: string; on: string }[];
}

/** Each party as `viewer` sees it and may act for it; `power` as maySignFor says for the viewer's office. */
export function toParties(
  facts: SigningFacts,
  {
    beside,
    rows,
    viewer,
    power,
    now,
  }: {
    beside: Beside;
    rows: readonly Row[];
    viewer: Officer;
    power: Power;
    now: Date;
  },
): SigningParty[] {
  return facts.parties.map((party): SigningParty => {
    const of = <T extends { partyId: string }>(list: readonly T[]): T[] =>
      list.filter((one) => one.partyId === party.id);
    const [row] = of(rows);
    const [paper] = of(beside.papers);
    const deadline = of(beside.deadlines)[0]?.on ?? null;
    const can = SigningAct.options.filter(
      (act) => maySigning(viewer, act, { facts, partyId: party.id, power }).allowed,
    );
    return {
      ...party,
      state: partyState(facts, party.id),
      deadline,
      overdueDays: row ? 0 : overdueDays(deadline, now),
      signature: row ? toSignatureView(row) : null,
      paper: paper ? toPaperView(paper) : null,
      declines: of(beside.declines).map(({ opinion, by }) => ({ opinion, by: signed(by) })),
      rejections: of(beside.rejections).map(({ reason, by }) => ({ reason, by: signed(by) })),
      can,
    };
  });
}
