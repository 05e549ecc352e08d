import { z } from "zod";
import { Id } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";
import { Sm2Signature } from "../keys/contract.ts";
import { Proof } from "../sessions/contract.ts";
import { Challenge, SigningView, VerifiedRow } from "./contract.ts";

export const AskChallenge = z.strictObject({ partyId: Id });

export const SignAgreement = z.strictObject({
  id: Id,
  challengeId: Id,
  /** Over the statement's bytes. */
  signature: Sm2Signature,
  proof: Proof,
});
export type SignAgreement = z.infer<typeof SignAgreement>;

export const DeclineSigning = z.strictObject({ id: Id, partyId: Id, opinion: prose(2_000, 1) });
export type DeclineSigning = z.infer<typeof DeclineSigning>;

export const RecordSignedPaper = z.strictObject({
  id: Id,
  partyId: Id,
  /** The scan of the signed or stamped original. */
  fileId: Id,
  signedBy: line(60),
  role: line(60),
  signedOn: z.iso.date(),
});
export type RecordSignedPaper = z.infer<typeof RecordSignedPaper>;

export const ConfirmSignedPaper = z.strictObject({
  id: Id,
  partyId: Id,
  /** The paper that was compared: another one may have been recorded meanwhile. */
  fileId: Id,
  proof: Proof,
});
export type ConfirmSignedPaper = z.infer<typeof ConfirmSignedPaper>;

export const RejectSignedPaper = z.strictObject({
  id: Id,
  partyId: Id,
  fileId: Id,
  reason: line(500),
});
export type RejectSignedPaper = z.infer<typeof RejectSignedPaper>;

export const SetDeadline = z.strictObject({
  id: Id,
  partyId: Id,
  deadline: z.iso.date().nullable(),
});
export type SetDeadline = z.infer<typeof SetDeadline>;

const params = z.object({ agreementId: Id });
const act = ["not_found", "forbidden", "not_now", "duplicate"] as const;
const proven = [...act, "bad_code", "bad_credentials", "account_locked"] as const;
const at = (path: string) => `/agreements/:agreementId/signing${path}`;

export const signatureRoutes = {
  get: route({
    name: "signatures.get",
    method: "get",
    path: at(""),
    summary: "会签 of the version that was frozen last, or of the one that is asked for",
    params,
    query: z.object({ number: z.coerce.number().int().positive().optional() }),
    reply: SigningView,
    refuses: ["not_found"],
  }),
  challenge: route({
    name: "signatures.challenge",
    method: "post",
    path: at("/challenge"),
    summary: "What I am to sign for a party: for ten minutes, once, in this session",
    status: 201,
    params,
    body: AskChallenge,
    reply: Challenge,
    refuses: ["not_found", "forbidden", "not_now"],
  }),
  sign: route({
    name: "signatures.sign",
    method: "post",
    path: at("/sign"),
    summary: "会签: the signature of what was asked; the last one takes effect",
    params,
    body: SignAgreement,
    reply: SigningView,
    refuses: proven,
  }),
  decline: route({
    name: "signatures.decline",
    method: "post",
    path: at("/decline"),
    summary: "暂不会签（附意见）: told to all parties; signing stays possible",
    params,
    body: DeclineSigning,
    reply: SigningView,
    refuses: act,
  }),
  recordPaper: route({
    name: "signatures.recordPaper",
    method: "post",
    path: at("/papers"),
    summary: "线下签章, first person: the scan of the signed original",
    params,
    body: RecordSignedPaper,
    reply: SigningView,
    refuses: act,
  }),
  confirmPaper: route({
    name: "signatures.confirmPaper",
    method: "post",
    path: at("/papers/confirm"),
    summary: "线下签章, second person: scan and original were compared; it counts from now on",
    params,
    body: ConfirmSignedPaper,
    reply: SigningView,
    refuses: proven,
  }),
  rejectPaper: route({
    name: "signatures.rejectPaper",
    method: "post",
    path: at("/papers/reject"),
    summary: "线下签章, second person: scan and original do not agree",
    params,
    body: RejectSignedPaper,
    reply: SigningView,
    refuses: act,
  }),
  setDeadline: route({
    name: "signatures.setDeadline",
    method: "post",
    path: at("/deadline"),
    summary: "Until when a party is asked to sign; by the host office, and again to extend it",
    params,
    body: SetDeadline,
    reply: SigningView,
    refuses: act,
  }),
  verify: route({
    name: "signatures.verify",
    method: "get",
    path: at("/verify"),
    summary: "Every signature computed again by the server",
    params,
    query: z.object({ number: z.coerce.number().int().positive().optional() }),
    reply: z.object({ rows: z.array(VerifiedRow) }),
    refuses: ["not_found"],
  }),
  package: route({
    name: "signatures.package",
    method: "get",
    path: at("/package"),
    summary: "What was signed, with all a third party needs to verify it without the hub (.zip)",
    params,
    query: z.object({ number: z.coerce.number().int().positive().optional() }),
    binary: "application/zip",
    refuses: ["not_found", "not_now"],
  }),
  certificate: route({
    name: "signatures.certificate",
    method: "get",
    path: at("/certificate"),
    summary: "会签完成证明: who signed what, when and how, once every party has (.pdf)",
    params,
    query: z.object({ number: z.coerce.number().int().positive().optional() }),
    binary: "application/pdf",
    refuses: ["not_found", "not_now"],
  }),
} as const;
