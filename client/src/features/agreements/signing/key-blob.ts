import { KDF_ITERATIONS, type KeyBlob } from "@hub/domain/keys/contract";

/** Characters that a passphrase has at least: it alone protects the key wherever its blob may lie one day. */
export const PASSPHRASE_LENGTH = 10;

const utf8 = (text: string) => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const bytesOf = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Whose key it is: additional data of the encryption, so that a blob opens beside its own public key and nowhere else. */
export interface Whose {
  keyId: string;
  officerId: string;
  publicKey: string;
}

const about = ({ keyId, officerId, publicKey }: Whose) =>
  utf8(`tongzhou/${keyId}/${officerId}/${publicKey}`);

async function cipherKey(
  passphrase: string,
  { salt, iterations }: { salt: Uint8Array<ArrayBuffer>; iterations: number },
): Promise<CryptoKey> {
  // Composed and compatible forms of the same characters are the same passphrase, whatever the keyboard sends.
  const typed = utf8(passphrase.normalize("NFKC"));
  const raw = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    raw,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** Whether this page may use WebCrypto: over plain http a browser gives it to nobody. */
export const canSeal = (): boolean => window.isSecureContext && "subtle" in crypto;

/** The private key under a passphrase, as the server may keep it. */
export async function sealKey(
  privateKey: string,
  passphrase: string,
  whose: Whose,
): Promise<KeyBlob> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await cipherKey(passphrase, { salt, iterations: KDF_ITERATIONS });
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: about(whose) },
    key,
    utf8(privateKey),
  );
  return {
    kdf: "pbkdf2-sha256",
    iterations: KDF_ITERATIONS,
    salt: base64(salt),
    cipher: "aes-256-gcm",
    iv: base64(iv),
    data: base64(new Uint8Array(data)),
  };
}

/** The private key again, or null when this is not the passphrase (or the blob is not the key's). */
export async function openKey(
  blob: KeyBlob,
  passphrase: string,
  whose: Whose,
): Promise<string | null> {
  const { iterations } = blob;
  const key = await cipherKey(passphrase, { salt: bytesOf(blob.salt), iterations });
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytesOf(blob.iv), additionalData: about(whose) },
      key,
      bytesOf(blob.data),
    );
    return new TextDecoder().decode(opened);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "OperationError") return null;
    throw thrown;
  }
}
