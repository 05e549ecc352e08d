import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts small secrets at rest. The label binds a sealed value to its owner, so that it cannot be moved to another's record. */
export interface Seal {
  seal(text: string, label: string): string;
  /** Throws when the value was changed, belongs elsewhere or was sealed under another key. */
  open(sealed: string, label: string): string;
}

/**
 * AES-256-GCM under a key derived from the hub's secret (HKDF, RFC 5869). Whoever takes the database alone reads nothing. The form
 * names its algorithm, `a256gcm.<nonce>.<tag>.<text>`, so that another can be added beside it.
 */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync("sha256", secret, "tongzhou", "second factors", 32));
  return {
    seal(text, label) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(label));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"));
      return ["a256gcm", ...parts].join(".");
    },
    open(sealed, label) {
      const [algorithm, ...parts] = sealed.split(".");
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, "base64url"));
      if (algorithm !== "a256gcm" || !nonce || !tag || !text)
        throw new TypeError("not a sealed value");
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
      decipher.setAAD(Buffer.from(label)).setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
    },
  };
}
