import { token } from "../access/rules.ts";
import type { Marking } from "../kernel/markings.ts";

interface Scope {
  marking: Marking;
  officeIds: readonly string[];
  people: readonly { officerId: string; officeId: string }[];
  proposed: { officerId: string };
}

/** One office's own people: its leaders and liaison, whoever goes; all of it when nothing here is a work secret. */
function inside(x: Scope, officeId: string): string[] {
  const own = [token.leaders(officeId), token.liaison(officeId)];
  if (x.marking !== "work_secret") own.push(token.office(officeId));
  const going = x.people.filter((one) => one.officeId === officeId);
  return [...own, ...going.map((one) => token.officer(one.officerId))];
}

/** Who may read what one office says to itself about it (本院). */
export const audienceInside = (x: Scope, officeId: string): string[] => [
  ...new Set(inside(x, officeId)),
];

/** Who may read the channel of all parties (各方): the offices that take part, and no superior. */
export const audienceOfParties = (x: Scope): string[] => [
  ...new Set([...x.officeIds.flatMap((id) => inside(x, id)), token.officer(x.proposed.officerId)]),
];

/** Who may read the record: the parties, and the superior offices of each, whose subordinates' matter it is. */
export const audienceOfAction = (x: Scope & { superiorIds: readonly string[] }): string[] => [
  ...new Set([...audienceOfParties(x), ...x.superiorIds.map(token.superior)]),
];

/** Who may read a series, and its channel: the offices that it will bring together. */
export const audienceOfSeries = (
  x: Pick<Scope, "marking" | "officeIds"> & { started: { officerId: string } },
): string[] => audienceOfParties({ ...x, people: [], proposed: x.started });
