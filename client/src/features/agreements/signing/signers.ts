import type { KeyProvider, MakeKey, OwnKey } from "@hub/domain/keys/contract";
import { possessionText } from "@hub/domain/keys/rules";
import { openKey, sealKey } from "./key-blob.ts";

/** Who holds a key and for which office; the key's id is made by the browser. */
interface Holder {
  keyId: string;
  officerId: string;
  officeId: string;
}

/** How one kind of key makes signatures; how they are checked stands in the domain (keys/providers.ts). */
export interface Signer {
  make(holder: Holder, secret: string): Promise<MakeKey>;
  /** DER in hexadecimal; null when `secret` does not open the key. */
  sign(key: OwnKey, secret: string, message: string): Promise<string | null>;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
/** Loaded with the first key: most people never sign. */
const sm2 = () => import("@hub/domain/kernel/sm2");

const passphrase: Signer = {
  make: async ({ keyId, officerId, officeId }, secret) => {
    const { newKeyPair, signSm2 } = await sm2();
    const pair = newKeyPair();
    const { publicKey } = pair;
    const claimed = { v: 1, purpose: "signing-key", key: keyId, officer: officerId } as const;
    const possession = signSm2(
      utf8(possessionText({ ...claimed, office: officeId, publicKey })),
      pair,
    );
    const blob = await sealKey(pair.privateKey, secret, { keyId, officerId, publicKey });
    return { id: keyId, provider: "passphrase", publicKey, possession, blob };
  },
  sign: async ({ id: keyId, officerId, publicKey, blob }, secret, message) => {
    const privateKey = await openKey(blob, secret, { keyId, officerId, publicKey });
    if (privateKey === null) return null;
    const { signSm2 } = await sm2();
    return signSm2(utf8(message), { privateKey, publicKey });
  },
};

export const SIGNERS: Readonly<Record<KeyProvider, Signer>> = { passphrase };
