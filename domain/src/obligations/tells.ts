import { token } from "../access/rules.ts";
import type { AgreementRecord } from "../agreements/record.ts";
import { peopleOf } from "../agreements/tells.ts";
import type { Entry } from "../channels/contract.ts";
import { bodyOf, type EntryType } from "../kernel/events.ts";
import type { OccurrenceAct } from "./contract.ts";
import type { OccurrenceRecord } from "./record.ts";
import { awaitedOf, deskOf } from "./rules.ts";
import { othersOf } from "./state.ts";

/** Whoever holds one of these tokens is told of an entry; `act`: because it waits for him now. */
interface Telling {
  act: OccurrenceAct | null;
  tokens: string[];
}

/** What the people of every party hear of: it says what they owe from now on, or whose turn it is. */
const TO_ALL: readonly EntryType[] = [
  "obligation.adopted",
  "obligation.defined",
  "obligation.changed",
  "obligation.ended",
  "obligation.turned",
];

/** What the office that has to do it hears of. */
const TO_OWNER: readonly EntryType[] = [
  "obligation.confirmed",
  "obligation.refuted",
  "obligation.answered",
];

/**
 * Who is to be told of an entry about an obligation. `one`: the occurrence it speaks of, as it is now; what was settled meanwhile waits
 * for nobody.
 */
export function tellingsOfObligation(
  entry: Entry,
  agreement: AgreementRecord,
  one: OccurrenceRecord | null,
): Telling[] {
  const type = entry.type as EntryType; // an unknown type finds nothing in the tables
  if (TO_ALL.includes(type)) return [{ act: null, tokens: peopleOf(agreement) }];
  if (!one) return [];
  const others = othersOf(one).map(token.liaison);
  const awaits = (act: OccurrenceAct): Telling[] =>
    awaitedOf(one).filter((awaited) => awaited.act === act);
  if (TO_OWNER.includes(type)) return [{ act: null, tokens: [deskOf(one)] }];
  if (type === "obligation.arose") return awaits("meet");
  if (type === "obligation.asked") return awaits("answer");
  if (type === "obligation.withdrawn") return [{ act: null, tokens: others }];
  if (type !== "obligation.evidenced") return [];
  return bodyOf(entry, type)?.met ? [{ act: null, tokens: others }] : awaits("confirm");
}
