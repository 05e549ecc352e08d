import { sm3 } from "../journal/chain.ts";
import { HubError } from "../kernel/faults.ts";
import { printCertificate, type CertifiedParty } from "../papers/certificate.ts";
import { desk, note, type PrintedPaper } from "../papers/print.ts";
import { grouped, MARKING, secondOf } from "../papers/words.ts";
import type { Ctx } from "../store/hub.ts";
import type { SigningParty } from "./contract.ts";
import { packSigning } from "./pack.ts";
import { getSigning, readSigning, type Which } from "./queries.ts";

/** 会签完成证明, once every party has signed. */
export async function printedCertificate(ctx: Ctx, which: Which): Promise<PrintedPaper> {
  const view = await getSigning(ctx, which);
  const { completedAt } = view;
  if (completedAt === null || view.state !== "complete")
    throw new HubError("not_now", { reason: "not_complete" });
  const { agreement } = await readSigning(ctx, which);
  const { marking } = agreement.values;
  const { at, printed } = await desk(ctx);
  const bytes = await printCertificate(
    {
      title: view.title,
      version: view.number,
      digest: view.digest,
      frozenAt: view.anchor.at,
      anchor: view.anchor.hash,
      completedAt,
      parties: view.parties.map(toCertified),
      packageDigest: sm3((await packSigning(ctx, which)).bytes),
      record: view.agreementId,
      marking: marking === "public" ? "" : MARKING[marking],
    },
    printed,
    at,
  );
  await note(ctx, "certificate", view.agreementId);
  return { name: `会签完成证明 ${view.title}.pdf`, bytes };
}

function toCertified({ name, signature }: SigningParty): CertifiedParty {
  if (!signature) throw new TypeError("complete, but a party has not signed");
  if (signature.mode === "paper") {
    const { signedBy, role, signedOn, file, recorded } = signature.paper;
    return {
      name,
      means: "线下签章",
      signer: `${signedBy}（${role}）`,
      at: `${signedOn}（登记 ${recorded.name}，核对 ${signature.confirmed.name}）`,
      proof: `扫描件 SM3\n${grouped(file.sm3)}`,
    };
  }
  const { by, basis, fingerprint } = signature;
  return {
    name,
    means: `电子签名（SM2）${basis ? `\n委托依据：${basis}` : ""}`,
    signer: `${by.name}（${by.role}）`,
    at: secondOf(by.at),
    proof: `公钥指纹 SM3\n${grouped(fingerprint)}`,
  };
}
