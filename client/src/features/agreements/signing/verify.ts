import type { Check, SignatureView, SigningView } from "@hub/domain/signatures/contract";

/** What does not hold of a signature, computed here from what lies on the page; nothing that the server says is believed. */
export async function verifyHere(
  view: SigningView,
  { partyId, row }: { partyId: string; row: Extract<SignatureView, { mode: "online" }> },
): Promise<Check[]> {
  const [{ checkSignature }, { sm3Of }] = await Promise.all([
    import("@hub/domain/signatures/checks"),
    import("@hub/domain/kernel/sm2"),
  ]);
  const { agreementId, number, canonical, digest, anchor, state } = view;
  const standing = state !== "void";
  return checkSignature(
    row,
    { agreementId, number, partyId, canonical, digest, anchor: anchor.hash, standing },
    sm3Of,
  );
}

/** SM3 of the text as it lies on the page, to be compared with what is signed. */
export async function digestHere(canonical: string): Promise<string> {
  const { sm3Of } = await import("@hub/domain/kernel/sm2");
  return sm3Of(new TextEncoder().encode(canonical));
}
