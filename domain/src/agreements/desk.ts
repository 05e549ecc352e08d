import { token } from "../access/rules.ts";
import { hostOfficeOf } from "./audience.ts";
import { isAssessmentAhead } from "./calendar.ts";
import type { AgreementAct, AgreementValues } from "./contract.ts";
import { wayOf, type AgreementFacts } from "./facts.ts";
import { allApproved } from "./rules.ts";

/** What an agreement waits for, and from whom; an office's own 院内审批 and its proposals wait by themselves. */
export interface Awaited {
  act: AgreementAct;
  tokens: string[];
}

type Waiting = Omit<AgreementFacts, "audience"> & {
  values: Pick<AgreementValues, "reports" | "assessOn">;
  filings: readonly unknown[];
  reminded: readonly string[];
};

const voiceOf = (officeId: string): string[] => [token.leaders(officeId), token.liaison(officeId)];

/** Everything it waits for now. */
export function awaitedOf(x: Waiting): Awaited[] {
  const hostId = hostOfficeOf(x);
  const facts = { ...x, audience: [] };
  switch (x.state) {
    case "drafting":
      return [{ act: "circulate", tokens: [token.officer(x.drafted.officerId)] }];
    case "consulting":
      // An office to which the text has come first says which department handles it.
      return x.parties.flatMap(({ officeId, leftOn, departmentId, team }) =>
        officeId && !leftOn && departmentId === null && team.length === 0 && officeId !== hostId
          ? [{ act: "staff" as const, tokens: [token.liaison(officeId)] }]
          : [],
      );
    case "approving":
      if (!allApproved(facts)) return [];
      return [
        {
          act: wayOf<{ reports: boolean }>(x).reports ? "report" : "freeze",
          tokens: voiceOf(hostId),
        },
      ];
    case "reporting":
      return [
        {
          act: x.parties.some((one) => Boolean(one.consent)) ? "freeze" : "consent",
          tokens: voiceOf(hostId),
        },
      ];
    case "sealing":
      return [{ act: "number", tokens: [token.liaison(hostId)] }];
    case "issued":
      return x.filings.length > 0 ? [] : [{ act: "file", tokens: [token.liaison(hostId)] }];
    case "in_force":
      return isAssessmentAhead(x) ? [{ act: "assess", tokens: [token.liaison(hostId)] }] : [];
    default:
      return [];
  }
}

/** The tokens under which the workbench finds it. */
export const waitingTokens = (x: Waiting): string[] => [
  ...new Set(awaitedOf(x).flatMap((one) => one.tokens)),
];
