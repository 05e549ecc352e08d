import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  isPublicKey,
  newKeyPair,
  pemOf,
  publicKeyOf,
  signSm2,
  SM2_USER_ID,
  sm3Of,
  spkiOf,
  verifySm2,
} from "./sm2.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** GB/T 32918.5-2017, annex A.2: the key, the message and the signature of the standard's own example. */
const STANDARD = {
  privateKey: "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8",
  publicKey:
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020" +
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
  message: "message digest",
  r: "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
  s: "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
};
/** Both numbers have their highest bit set, so each has a zero before it: 0x46 bytes in all. */
const standardDer = `3046022100${STANDARD.r}022100${STANDARD.s}`;

describe("SM2", () => {
  it("verifies the signature of GB/T 32918.5-2017 annex A", () => {
    const { message, publicKey } = STANDARD;
    expect(verifySm2(bytes(message), standardDer, publicKey)).to.equal(true);
    expect(verifySm2(bytes(`${message}.`), standardDer, publicKey)).to.equal(false);
  });

  it("derives the standard's public key from its private one", () => {
    expect(publicKeyOf(STANDARD.privateKey)).to.equal(STANDARD.publicKey);
  });

  it("verifies what it signs, and nothing else", () => {
    const [mine, other] = [newKeyPair(), newKeyPair()];
    const message = bytes("会签内容");
    const signature = signSm2(message, mine);
    expect(verifySm2(message, signature, mine.publicKey)).to.equal(true);
    expect(verifySm2(message, signature, other.publicKey)).to.equal(false);
    for (let at = 0; at < message.length; at += 1) {
      const changed = message.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifySm2(changed, signature, mine.publicKey), `byte ${at}`).to.equal(false);
    }
    for (let at = 0; at < signature.length; at += 1) {
      const changed = signature.slice(0, at) + (signature[at] === "0" ? "1" : "0");
      const text = changed + signature.slice(at + 1);
      expect(verifySm2(message, text, mine.publicKey), `digit ${at}`).to.equal(false);
    }
  });

  it("never signs twice with the same nonce", () => {
    const pair = newKeyPair();
    const message = bytes("同一内容");
    const first = Array.from({ length: 20 }, () => signSm2(message, pair).slice(8, 72));
    expect(new Set(first).size).to.equal(20);
  });

  it("takes only whole points of the curve for a key", () => {
    const { publicKey } = newKeyPair();
    expect(isPublicKey(publicKey)).to.equal(true);
    const off = publicKey.slice(0, -1) + (publicKey.endsWith("0") ? "1" : "0");
    for (const wrong of ["", "00", publicKey.slice(2), `06${publicKey.slice(2)}`, off])
      expect(isPublicKey(wrong), wrong).to.equal(false);
  });

  describe("with OpenSSL", () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "sm2-"));
    });
    after(() => rmSync(folder, { recursive: true }));
    const path = (name: string): string => join(folder, name);
    const openssl = (...args: string[]): string =>
      execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const distid = ["-sigopt", `distid:${SM2_USER_ID}`];
    const verified = (): boolean => {
      try {
        const given = ["-signature", path("signature.der"), path("message")];
        openssl("dgst", "-sm3", "-verify", path("public.pem"), ...distid, ...given);
        return true;
      } catch {
        return false;
      }
    };

    it("signs what OpenSSL verifies, and OpenSSL refuses a changed message", () => {
      const pair = newKeyPair();
      const message = bytes("由 OpenSSL 核验");
      writeFileSync(path("message"), message);
      writeFileSync(path("public.pem"), pemOf(pair.publicKey));
      writeFileSync(path("signature.der"), Buffer.from(signSm2(message, pair), "hex"));
      expect(verified()).to.equal(true);
      writeFileSync(path("message"), bytes("由 OpenSSL 核验."));
      expect(verified()).to.equal(false);
    });

    it("verifies what OpenSSL signs", () => {
      openssl("genpkey", "-algorithm", "SM2", "-out", path("private.pem"));
      openssl("pkey", "-in", path("private.pem"), "-pubout", "-outform", "DER", "-out", path("p"));
      const publicKey = readFileSync(path("p")).subarray(-65).toString("hex");
      expect(Buffer.from(spkiOf(publicKey)).equals(readFileSync(path("p")))).to.equal(true);
      const message = bytes("OpenSSL 签名");
      writeFileSync(path("message"), message);
      const out = ["-out", path("signature.der"), path("message")];
      openssl("dgst", "-sm3", "-sign", path("private.pem"), ...distid, ...out);
      const signature = readFileSync(path("signature.der")).toString("hex");
      expect(verifySm2(message, signature, publicKey)).to.equal(true);
      expect(verifySm2(bytes("别的内容"), signature, publicKey)).to.equal(false);
    });
  });
});

describe("SM3", () => {
  // GB/T 32905-2016, annex A.
  const vectors = [
    ["abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"],
    ["abcd".repeat(16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"],
  ] as const;
  for (const [text, digest] of vectors)
    it(`gives the standard's digest of ${text.slice(0, 8)}, in a browser and in Node`, () => {
      expect(sm3Of(bytes(text))).to.equal(digest);
      expect(createHash("sm3").update(text).digest("hex")).to.equal(digest);
    });
});
