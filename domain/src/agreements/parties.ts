import type { z } from "zod";
import type { Clause } from "../clauses/contract.ts";
import { fieldsOf, fits } from "../clauses/rules.ts";
import { superiorIdsOf } from "../disputes/rules.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError, type Issue } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { officeTree } from "../offices/queries.ts";
import type { PartyInput } from "./contract.ts";
import type { PartyRecord } from "./record.ts";

type Given = z.infer<typeof PartyInput>;

/** The same for the same office or name, however often the parties are written anew. */
const partyId = (agreementId: string, { officeId, name }: Given): string =>
  derivedId(agreementId, `party/${officeId ?? name}`);

/** Parties in signing order; an office with an account is called by its own name. Unknown and repeated ones are named by path. */
export async function partiesFrom(
  tx: Pick<Tx, "session" | "store">,
  agreementId: string,
  given: readonly Given[],
): Promise<PartyRecord[]> {
  const tree = await officeTree(tx, tx.session);
  const issues: Issue[] = [];
  const parties = given.map((one, index): PartyRecord => {
    const office = one.officeId === null ? undefined : tree.get(one.officeId);
    if (one.officeId !== null && !office?.connected)
      issues.push({ path: `parties.${index}.officeId`, code: "not_connected" });
    const name = office?.name ?? one.name;
    const party = { officeId: one.officeId, name };
    return {
      ...party,
      id: partyId(agreementId, party),
      accededOn: null,
      leftOn: null,
      departmentId: null,
      team: [],
      staffed: null,
      approved: null,
      consent: null,
      sealed: null,
    };
  });
  for (const [index, { id }] of parties.entries())
    if (parties.findIndex((one) => one.id === id) < index)
      issues.push({ path: `parties.${index}`, code: "repeated" });
  if (issues.length > 0) throw new HubError("bad_input", { issues });
  return parties;
}

/** Every office above a party that is no party itself. */
export async function superiorsOfParties(
  tx: Pick<Tx, "session" | "store">,
  parties: readonly Pick<PartyRecord, "officeId">[],
): Promise<string[]> {
  const tree = await officeTree(tx, tx.session);
  const own = parties.flatMap((one) => one.officeId ?? []);
  const above = own.flatMap((officeId) => superiorIdsOf(tree, officeId));
  return [...new Set(above)].filter((id) => !own.includes(id));
}

/** Each article once, each value of the kind its field is of, each named party there. */
export function ensureClauses(clauses: readonly Clause[], parties: number, path = "clauses"): void {
  const issues = clauses.flatMap((clause, index): Issue[] => [
    ...(clauses.findIndex((one) => one.id === clause.id) < index
      ? [{ path: `${path}.${index}.id`, code: "repeated" }]
      : []),
    ...fieldsOf(clause).flatMap((field): Issue[] => {
      const value = clause.values[field.name];
      if (value === undefined) return [];
      const named = typeof value === "string" && /^party:(\d+)$/.exec(value)?.[1];
      const stands = fits(field, value) && !(named && Number(named) >= parties);
      return stands ? [] : [{ path: `${path}.${index}.values.${field.name}`, code: "invalid" }];
    }),
  ]);
  if (issues.length > 0) throw new HubError("bad_input", { issues });
}
