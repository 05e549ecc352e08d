import { isPublicKey, verifySm2 } from "../kernel/sm2.ts";
import type { KeyProvider } from "./contract.ts";

/**
 * How signatures of one kind of key are checked. Whoever makes them is in the client (features/agreements/signing/signers.ts). A CA's
 * certificate, a UKey or an e-seal becomes a further row here and there; rows, packages and pages name the provider beside the value.
 */
export interface Verifier {
  /** Whether such a key can exist at all. */
  isKey: (publicKey: string) => boolean;
  /** `message` as it was signed, byte for byte; `signature` and `publicKey` as the contract writes them. */
  verify: (message: Uint8Array, signature: string, publicKey: string) => boolean;
}

export const VERIFIERS: Readonly<Record<KeyProvider, Verifier>> = {
  passphrase: { isKey: isPublicKey, verify: verifySm2 },
};
