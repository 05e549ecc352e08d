import { KeyBlob } from "@hub/domain/keys/contract";
import { newKeyPair } from "@hub/domain/kernel/sm2";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { openKey, sealKey } from "./key-blob.ts";

describe("the blob of a signing key", () => {
  const { privateKey, publicKey } = newKeyPair();
  const whose = { keyId: newId(), officerId: newId(), publicKey };
  const passphrase = "高邮湖 lake 2026";
  let blob: KeyBlob;
  before(async () => {
    blob = await sealKey(privateKey, passphrase, whose);
  });

  it("opens under its passphrase, however the keyboard composes it", async () => {
    expect(await openKey(blob, passphrase, whose)).to.equal(privateKey);
    expect(await openKey(blob, "高邮湖 ｌａｋｅ 2026", whose)).to.equal(privateKey);
  });

  it("does not open under another one", async () => {
    expect(await openKey(blob, `${passphrase} `, whose)).to.equal(null);
    expect(await openKey(blob, "", whose)).to.equal(null);
  });

  it("opens only beside its own key, officer and public key", async () => {
    for (const other of [
      { ...whose, keyId: newId() },
      { ...whose, officerId: newId() },
      { ...whose, publicKey: newKeyPair().publicKey },
    ])
      expect(await openKey(blob, passphrase, other)).to.equal(null);
  });

  it("is what the server takes, never holds the key in clear, and is new each time", async () => {
    expect(KeyBlob.safeParse(blob).success).to.equal(true);
    expect(atob(blob.data)).not.to.contain(privateKey);
    const again = await sealKey(privateKey, passphrase, whose);
    for (const name of ["salt", "iv", "data"] as const)
      expect(again[name], name).not.to.equal(blob[name]);
  });
});
