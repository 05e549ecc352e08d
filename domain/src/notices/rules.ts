import { noticesOfAction } from "../actions/notices.ts";
import type { ActionRecord } from "../actions/record.ts";
import { token } from "../access/rules.ts";
import type { AgreementRecord } from "../agreements/record.ts";
import { tellingsOf, type Telling } from "../agreements/tells.ts";
import type { ExchangeAct } from "../exchanges/contract.ts";
import { bodyOf, type EntryType } from "../kernel/events.ts";
import type { Entry } from "../channels/contract.ts";
import { startedSignings, type SigningFacts } from "../signatures/rules.ts";
import { presentAssignment } from "../exchanges/rules.ts";
import { awaitedOf, type AwaitedFacts } from "../workbench/rules.ts";
import type { OccurrenceRecord } from "../obligations/record.ts";
import { tellingsOfObligation } from "../obligations/tells.ts";
import type { NoticeKind } from "./contract.ts";

/** Of an exchange, as much as decides who is told. */
export interface ExchangePeople extends AwaitedFacts {
  fromTeam: readonly string[];
  toTeam: readonly string[];
}

/** Whoever holds one of these tokens is told, and of what. */
export interface Wanted {
  kind: NoticeKind;
  act: string | null;
  tokens: string[];
}

/** What newly waits for somebody once this has happened; what waited before does not ring again. */
const STARTS: Partial<Record<EntryType, readonly ExchangeAct[]>> = {
  "exchange.submitted": ["pass", "issue"],
  "exchange.reviewed": ["issue"],
  "exchange.returned": ["submit"],
  "exchange.approval_uploaded": ["confirm_approval"],
  "exchange.arrived": ["sign", "read"],
  "exchange.signed": ["route", "assign"],
  "exchange.routed": ["assign"],
  "exchange.assigned": ["accept"],
  "exchange.accepted": ["feedback"],
  "exchange.feedback": ["acknowledge"],
  "exchange.materials_requested": ["supplement"],
  "exchange.circulated": ["read"],
  "dispute.raised": ["dispute_step"],
  "dispute.stepped": ["dispute_step"],
};

/** Which side's people hear of it although nothing waits for them. */
const TELLS: Partial<Record<EntryType, readonly ("from" | "to")[]>> = {
  "exchange.reviewed": ["from"],
  "exchange.issued": ["from"],
  "exchange.signed": ["from"],
  "exchange.assigned": ["from"],
  "exchange.accepted": ["from"],
  "exchange.feedback": ["from"],
  "exchange.read": ["from"],
  "exchange.acknowledged": ["to"],
  "exchange.supplemented": ["to"],
  "exchange.feedback_asked": ["to"],
  "exchange.withdrawn": ["to"],
  "exchange.supervised": ["from", "to"],
  "exchange.supervision_ended": ["from", "to"],
  "exchange.paper_recorded": ["to"],
  "exchange.materials_requested": ["from"],
  "dispute.raised": ["from"],
  "dispute.stepped": ["from", "to"],
};

const persons = (ids: readonly string[]): string[] => ids.map(token.officer);

/** The sender's drafter and team; the receiver's team, those it was assigned to, or whoever has it on the desk before there are any. */
function peopleOf(side: "from" | "to", x: ExchangePeople): string[] {
  if (side === "from") return persons([x.drafted.officerId, ...x.fromTeam]);
  if (x.toTeam.length > 0) return persons(x.toTeam);
  const assigned = presentAssignment(x);
  if (assigned) {
    const { prosecutorId, assistantIds, clerkId } = assigned;
    return persons([prosecutorId, ...assistantIds, ...(clerkId ? [clerkId] : [])]);
  }
  return [x.departmentId ? token.head(x.departmentId) : token.intake(x.toOfficeId)];
}

/**
 * Who is to be told of an entry, first reason first: an officer gets one notice for one cause. `exchange` as it is now: what was
 * already done meanwhile waits for nobody. `agreement`: likewise, with those on whose desk its own 院内审批 or proposal lies, and its
 * co-signing where there is one. `action`: as it is now, too.
 */
export function noticesOf(
  entry: Entry,
  exchange: ExchangePeople | null,
  agreement: {
    record: AgreementRecord;
    desk: Telling | null;
    signing: SigningFacts | null;
    occurrence: OccurrenceRecord | null;
  } | null = null,
  action: ActionRecord | null = null,
): Wanted[] {
  const wanted: Wanted[] = [];
  const type = entry.type as EntryType; // an unknown type finds nothing in the tables
  const message = bodyOf(entry, "message.posted");
  if (message && message.mentions.length > 0)
    wanted.push({ kind: "mention", act: null, tokens: persons(message.mentions) });
  const team = bodyOf(entry, "lead.team_changed");
  if (team && team.added.length > 0)
    wanted.push({ kind: "told", act: null, tokens: persons(team.added) });
  if (agreement) {
    const { record, desk, signing, occurrence } = agreement;
    if (signing)
      for (const { act, tokens } of startedSignings(type, signing))
        wanted.push({ kind: "awaited", act, tokens });
    for (const { act, tokens } of [
      ...tellingsOf(entry, record, desk),
      ...tellingsOfObligation(entry, record, occurrence),
    ])
      wanted.push({ kind: act ? "awaited" : "told", act, tokens });
  }
  if (action) wanted.push(...noticesOfAction(entry, action));
  if (!exchange) return wanted;
  for (const { act, tokens } of awaitedOf(exchange))
    if (STARTS[type]?.includes(act)) wanted.push({ kind: "awaited", act, tokens });
  const assigned = bodyOf(entry, "exchange.assigned");
  if (assigned) wanted.push({ kind: "told", act: null, tokens: persons(assigned.officerIds) });
  for (const side of TELLS[type] ?? [])
    wanted.push({ kind: "told", act: null, tokens: peopleOf(side, exchange) });
  return wanted;
}
