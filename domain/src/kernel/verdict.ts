import { HubError, type FaultCode } from "./faults.ts";

/** What a rule says: yes, or no with a code and the reason's key. Rules return it; commands turn a no into a fault. */
export type Verdict = { allowed: true } | { allowed: false; code: FaultCode; reason?: string };

export const allow: Verdict = { allowed: true };

export const refuse = (code: FaultCode, reason?: string): Verdict =>
  reason === undefined ? { allowed: false, code } : { allowed: false, code, reason };

/** Throws the fault of a refusal; what comes after it may rely on the rule. */
export function ensure(verdict: Verdict): void {
  if (!verdict.allowed)
    throw new HubError(
      verdict.code,
      verdict.reason === undefined ? {} : { reason: verdict.reason },
    );
}

/** The first refusal of several rules, or allow. Order matters: what may not be known is asked first. */
export const all = (...verdicts: Verdict[]): Verdict =>
  verdicts.find((verdict) => !verdict.allowed) ?? allow;
