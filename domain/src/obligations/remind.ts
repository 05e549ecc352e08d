import type { ClientSession } from "mongoose";
import { isAdministrator, tokensOf } from "../access/rules.ts";
import { partyOf } from "../agreements/audience.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { LEVELS, type Level } from "../clocks/rules.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { isInCharge } from "../officers/rules.ts";
import type { Hub } from "../store/hub.ts";
import { transaction } from "../store/store.ts";
import { loadOccurrence, writeOccurrence } from "./change.ts";
import type { OccurrenceDoc } from "./model.ts";

/** Who is told, and of what; ids only. Always officers of the office that has to do it: the others see no more than 「已逾期 N 天」. */
export interface Reminded {
  /** The same for the same step of the same end, whenever it is tried: a notice's id may follow from it. */
  cause: string;
  occurrenceId: string;
  agreementId: string;
  level: Level;
  officeId: string;
  officerIds: string[];
}

/**
 * One step of an occurrence that is due: 承办人 (or the liaison), B角, head, 分管副检察长. In one transaction it moves on and `tell` writes the
 * notices, so each step happens once however often it is asked for. Returns whether another step is due already.
 */
export async function stepOccurrence(
  hub: Hub,
  occurrenceId: string,
  tell: (session: ClientSession, reminded: Reminded) => Promise<void>,
): Promise<{ again: boolean; reminded: Reminded | null }> {
  const outcome = await transaction(hub.store, async (session) => {
    const work = { store: hub.store, session, at: hub.clock.now() };
    const { occurrence, agreement } = await loadOccurrence(work, occurrenceId);
    const { nextAt, level: index, officeId } = occurrence;
    const level = LEVELS[index];
    if (!nextAt || nextAt > work.at || !level) return { again: false, reminded: null };
    const people = await hub.store.officers
      .find({ officeId, active: true }, null, { session })
      .lean<OfficerDoc[]>();
    const reminded: Reminded = {
      cause: `${occurrenceId}/${occurrence.dueOn}/${officeId}/${level}`,
      occurrenceId,
      agreementId: agreement._id,
      level,
      officeId,
      officerIds: addressees(occurrence, agreement, level, people),
    };
    const next = await writeOccurrence(work, occurrence, { level: index + 1 });
    await tell(session, reminded);
    return { again: next.nextAt !== null && next.nextAt <= work.at, reminded };
  });
  return outcome?.done ?? { again: true, reminded: null };
}

/**
 * Of those who may read the agreement: whoever has it on the desk, their B角, the head of the department that handles it, the leaders. A
 * level without anybody passes to the next one up.
 */
function addressees(
  { handlerId, officeId }: OccurrenceDoc,
  agreement: AgreementDoc,
  level: Level,
  people: readonly OfficerDoc[],
): string[] {
  const departmentId = partyOf(agreement, officeId)?.departmentId ?? null;
  const readers = people.filter(
    (one) =>
      !isAdministrator(one.posts) &&
      tokensOf({ ...one, id: one._id }).some((held) => agreement.audience.includes(held)),
  );
  const assigned = readers.filter((one) => one._id === handlerId);
  const desk =
    assigned.length > 0 ? assigned : readers.filter((one) => one.posts.includes("liaison"));
  const standIns = readers.filter((one) => desk.some((busy) => busy.deputyId === one._id));
  const heads = readers.filter(
    (one) =>
      departmentId !== null &&
      one.departmentId === departmentId &&
      (one.posts.includes("dept_head") || one.posts.includes("dept_deputy")),
  );
  const leaders = readers.filter(
    (one) => one.posts.includes("deputy_chief") && isInCharge(one, departmentId),
  );
  const chiefs = readers.filter((one) => one.posts.includes("chief"));
  const upwards: Record<Level, readonly OfficerDoc[][]> = {
    reminder: [desk, heads, leaders],
    deputy: [standIns, heads, leaders],
    head: [heads, leaders],
    leader: [leaders],
  };
  const found = upwards[level].find((group) => group.length > 0) ?? chiefs;
  return found.map((one) => one._id);
}
