import { canonical } from "../kernel/canonical.ts";
import { spkiOf } from "../kernel/sm2.ts";
import { VERIFIERS } from "../keys/providers.ts";
import type { KeyProvider } from "../keys/contract.ts";
import { Statement, type Check } from "./contract.ts";

/** An online signature as it was kept. */
export interface SignedRow {
  statement: string;
  signature: string;
  provider: KeyProvider;
  publicKey: string;
}

/** What the signature must be about. */
export interface Expected {
  agreementId: string;
  number: number;
  partyId: string;
  /** The text as it lies here, and the digest under which it was frozen. */
  canonical: string;
  digest: string;
  /** Hash of the entry that froze it. */
  anchor: string;
  /** False once the text was reopened. */
  standing: boolean;
}

/** SM3 in hexadecimal: Node's on the server, sm2.ts's in a browser. */
export type Sm3 = (bytes: Uint8Array) => string;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The one text of a statement. */
export const statementText = (statement: Statement): string => canonical(statement);

/** A statement from its text, or null when it is not the one text that this statement has. */
export function parseStatement(text: string): Statement | null {
  try {
    const parsed = Statement.safeParse(JSON.parse(text));
    return parsed.success && statementText(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Computes everything again, believing nothing but the key: the checks that do not hold, none when the signature is good. The same
 * function runs at the server, in the reader's browser, and in `npm run verify` over a package.
 */
export function checkSignature(row: SignedRow, expected: Expected, sm3: Sm3): Check[] {
  const statement = parseStatement(row.statement);
  const { isKey, verify } = VERIFIERS[row.provider];
  const holds: Record<Check, boolean> = {
    statement: statement !== null,
    signature: verify(utf8(row.statement), row.signature, row.publicKey),
    key: isKey(row.publicKey) && sm3(spkiOf(row.publicKey)) === statement?.signer.key,
    text: sm3(utf8(expected.canonical)) === expected.digest,
    version:
      statement?.agreement === expected.agreementId &&
      statement.version === expected.number &&
      statement.versionHash === expected.digest,
    party: statement?.party.id === expected.partyId,
    anchor: statement?.anchor === expected.anchor,
    standing: expected.standing,
  };
  return (Object.keys(holds) as Check[]).filter((check) => !holds[check]);
}
