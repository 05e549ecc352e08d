import jsbn from "jsbn";
import smCrypto from "sm-crypto";

const { sm2 } = smCrypto;

/** The signer's distinguishing id that is customary where no other is agreed (GB/T 35276-2017 section 10). */
export const SM2_USER_ID = "1234567812345678";

/** An SM2 pair in hexadecimal: the private number, and the public point as 04, x, y. */
export interface KeyPair {
  privateKey: string;
  publicKey: string;
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * A pair from the system's own random source. 320 bits, so that taking them modulo the 256-bit order leaves nothing to be seen. The
 * library's generator is not asked: it stretches 32 bytes with RC4, for keys and nonces alike.
 */
export const newKeyPair = (): KeyPair =>
  sm2.generateKeyPairHex(hexOf(crypto.getRandomValues(new Uint8Array(40))), 16);

/** A fresh nonce as the library takes it: the number, and x of its point. */
function freshPoint() {
  const pair = newKeyPair();
  const k = new jsbn.BigInteger(pair.privateKey, 16);
  return { ...pair, k, x1: new jsbn.BigInteger(pair.publicKey.slice(2, 66), 16) };
}

/** The public key of a private one. */
export const publicKeyOf = (privateKey: string): string =>
  sm2.getPublicKeyFromPrivateKey(privateKey);

/** 04, x, y in small hexadecimal, and a point of the curve. */
export const isPublicKey = (text: string): boolean =>
  /^04[0-9a-f]{128}$/.test(text) && sm2.verifyPublicKey(text);

/** The SM2 signature (GB/T 32918.2-2016, SM3, the customary user id) of `message`, DER in hexadecimal. */
export const signSm2 = (message: Uint8Array, { privateKey, publicKey }: KeyPair): string =>
  sm2.doSignature(message, privateKey, {
    der: true,
    publicKey,
    userId: SM2_USER_ID,
    pointPool: [freshPoint()],
  });

/** Whether `signature` (strict DER in hexadecimal) is of `message` by the holder of `publicKey`. */
export const verifySm2 = (message: Uint8Array, signature: string, publicKey: string): boolean =>
  isPublicKey(publicKey) &&
  /^(?:[0-9a-f]{2})+$/.test(signature) &&
  sm2.doVerifySignature(message, signature, publicKey, { der: true, userId: SM2_USER_ID });

/** SM3 (GB/T 32905-2016) in hexadecimal where there is no Node; there, chain.ts has the faster one. */
export const sm3Of = (message: Uint8Array): string => smCrypto.sm3(message);

/** SubjectPublicKeyInfo of an SM2 key up to the point: id-ecPublicKey (RFC 5480) on the curve 1.2.156.10197.1.301. */
const SPKI_HEAD = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The public key as SubjectPublicKeyInfo in DER: what its fingerprint is taken over. */
export const spkiOf = (publicKey: string): Uint8Array => bytesOf(SPKI_HEAD + publicKey);

/** The public key as OpenSSL reads it. */
export function pemOf(publicKey: string): string {
  const base64 = btoa(String.fromCharCode(...spkiOf(publicKey)));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}
