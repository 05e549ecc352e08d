import { frozenClauses } from "../clauses/rules.ts";
import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import type { FrozenText } from "./contract.ts";
import type { AgreementRecord, VersionRecord } from "./record.ts";

type Text = Pick<VersionRecord, "number" | "values" | "clauses" | "replaces">;

/** The text as it is frozen, hashed and signed: everything it rests on, and nothing that may still change. */
export function frozenTextOf(
  x: Pick<AgreementRecord, "_id" | "parties" | "hostPartyId">,
  { number, values, clauses, replaces }: Text,
): FrozenText {
  const parties = x.parties.filter((one) => one.leftOn === null);
  return {
    v: 1,
    agreement: x._id,
    version: number,
    title: values.title,
    instrument: values.instrument,
    area: values.area,
    fields: values.fields,
    parties: parties.map(({ id, officeId, name }) => ({
      id,
      officeId,
      name,
      host: id === x.hostPartyId,
    })),
    inOrder: values.inOrder,
    effect: values.effect,
    term: values.term,
    assessOn: values.assessOn,
    replaces,
    // A place in the signing order counts those that left, too: it is the same through all versions.
    clauses: frozenClauses(clauses, x.parties),
  };
}

/** Its canonical JSON (RFC 8785) and the SM3 of that. */
export function frozenOf(
  x: Pick<AgreementRecord, "_id" | "parties" | "hostPartyId">,
  version: Text,
): { canonical: string; digest: string } {
  const text = canonical(frozenTextOf(x, version));
  return { canonical: text, digest: sm3(text) };
}
