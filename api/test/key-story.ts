import { newId } from "@hub/domain/kernel/ids";
import { newKeyPair, signSm2, type KeyPair } from "@hub/domain/kernel/sm2";
import { confirmKey, makeKey } from "@hub/domain/keys/commands";
import { KDF_ITERATIONS, type KeyBlob } from "@hub/domain/keys/contract";
import { possessionText } from "@hub/domain/keys/rules";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { TEST_PASSWORD, type TestHub } from "./hub-client.ts";

export const proof = { password: TEST_PASSWORD };

/** The server never opens it: any blob of the right shape will do where no browser is in play. */
export const someBlob: KeyBlob = {
  kdf: "pbkdf2-sha256",
  iterations: KDF_ITERATIONS,
  salt: "AAAA",
  cipher: "aes-256-gcm",
  iv: "AAAA",
  data: "AAAA",
};

/** What a browser sends for a new key of this officer. */
export function keyOf(officer: Pick<OfficerDoc, "_id" | "officeId">, pair: KeyPair, id = newId()) {
  const { publicKey } = pair;
  const claimed = { v: 1, purpose: "signing-key", key: id, officer: officer._id } as const;
  const text = possessionText({ ...claimed, office: officer.officeId, publicKey });
  const possession = signSm2(Buffer.from(text), pair);
  return { id, provider: "passphrase" as const, publicKey, possession, blob: someBlob };
}

/** A confirmed key of the officer: made by himself, confirmed by the other one. */
export async function confirmedKey(
  test: TestHub,
  officer: OfficerDoc,
  by: OfficerDoc,
): Promise<KeyPair> {
  const pair = newKeyPair();
  const made = keyOf(officer, pair);
  await makeKey(test.ctxOf(officer), made);
  const key = await test.hub.store.keys.findById(made.id).lean();
  await confirmKey(test.ctxOf(by), made.id, {
    id: newId(),
    fingerprint: key?.fingerprint ?? "",
    means: "in_person",
    basis: "",
    proof,
  });
  return pair;
}
