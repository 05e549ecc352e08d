import { isHeadOf, isLeader, predicate, type Rule } from "../access/rules.ts";
import { nextState, type Flow } from "../kernel/flow.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import { hostOfficeOf, partyOf } from "./audience.ts";
import type { AgreementAct, AgreementState, AgreementStep } from "./contract.ts";
import { wayOf, type AgreementFacts, type Asked } from "./facts.ts";
import { AGREEMENT_FLOW, OVER } from "./flow.ts";

const when = (yes: boolean, code: "forbidden" | "not_now", reason: string): Verdict =>
  yes ? allow : refuse(code, reason);

const isHost = (officer: Officer, x: AgreementFacts): boolean =>
  officer.officeId === hostOfficeOf(x);
const atHost: Rule<Asked> = (officer, x) => when(isHost(officer, x), "forbidden", "host_only");

/** An office that is a party now, or the registrar of one where no party is in the hub. */
export const takesPart = (officer: Pick<Officer, "officeId">, x: AgreementFacts): boolean => {
  const party = partyOf(x, officer.officeId);
  return party ? party.leftOn === null : officer.officeId === hostOfficeOf(x);
};
const atParty: Rule<Asked> = (officer, x) =>
  when(takesPart(officer, x), "forbidden", "parties_only");

/** Leaders, liaison, head of the handling department and those named: whoever of the office works on it. */
const works: Rule<Asked> = (officer, x) => {
  const party = partyOf(x, officer.officeId);
  return all(
    atParty(officer, x),
    when(
      isLeader(officer) ||
        officer.posts.includes("liaison") ||
        isHeadOf(officer, party?.departmentId ?? null) ||
        (party?.team.includes(officer.id) ?? false) ||
        (isHost(officer, x) && x.drafted.officerId === officer.id),
      "forbidden",
      "not_in_team",
    ),
  );
};

const drafts: Rule<Asked> = (officer, x) =>
  all(works(officer, x), when(x.powers.drafts, "forbidden", "not_a_drafter"));

/** 以本院名义: whom the 权限清单 lets sign off what the office says to its partners. */
const speaks: Rule<Asked> = (officer, x) =>
  all(atParty(officer, x), when(x.powers.speaks, "forbidden", "not_an_issuer"));
const hostSpeaks: Rule<Asked> = (officer, x) => all(atHost(officer, x), speaks(officer, x));
/** What happened on paper is recorded by those who work on it at the host. */
const hostRecords: Rule<Asked> = (officer, x) => all(atHost(officer, x), works(officer, x));

const present = (x: AgreementFacts) => x.parties.filter((one) => one.leftOn === null);

/** Every party's chief agrees to the settled text. */
export const allApproved = (x: AgreementFacts): boolean =>
  present(x).every((one) => Boolean(one.approved));
const allConsented = (x: AgreementFacts): boolean => present(x).some((one) => Boolean(one.consent));

const mayFreeze = (x: AgreementFacts): Verdict =>
  all(
    when(allApproved(x), "not_now", "approvals_missing"),
    when(!wayOf(x).reports || allConsented(x), "not_now", "consent_missing"),
  );

const hasHidden = (x: Asked): Verdict =>
  when(x.powers.hidden !== null, "not_now", "nothing_drafted");

const isFlow = (act: AgreementAct): act is AgreementAct & AgreementStep => act in FLOW_STEPS;

/** The step by which the flow knows an act; where the moment decides between two, either will do. */
const FLOW_STEPS: Partial<Record<AgreementAct, AgreementStep[]>> = {
  edit: ["edit"],
  circulate: ["circulate"],
  discard: ["discard"],
  settle: ["settle"],
  abandon: ["abandon"],
  approve: ["approve"],
  send_back: ["send_back"],
  report: ["report"],
  consent: ["consent"],
  freeze: ["freeze"],
  reopen: ["reopen"],
  sign: ["signed"],
  seal: ["seal"],
  number: ["number"],
  file: ["file"],
  revise: ["revise"],
  accede: ["accede"],
  leave: ["leave"],
  assess: ["assess"],
  abolish: ["abolish"],
  terminate: ["terminate"],
};

const flow: Flow<AgreementState, AgreementStep> = AGREEMENT_FLOW;

const inTime = (x: AgreementFacts, act: AgreementAct): Verdict => {
  if (!isFlow(act)) return allow;
  const possible = FLOW_STEPS[act]?.some((step) => nextState(flow, x.state, step)) ?? false;
  return when(possible, "not_now", "agreement_state");
};

const WHO: Record<AgreementAct, Rule<Asked>> = {
  edit: (officer, x) => all(atHost(officer, x), drafts(officer, x), hasHidden(x)),
  circulate: (officer, x) => all(hostSpeaks(officer, x), hasHidden(x)),
  discard: (officer, x) => all(hostRecords(officer, x), hasHidden(x)),
  propose: (officer, x) =>
    all(drafts(officer, x), when(x.state === "consulting", "not_now", "agreement_state")),
  remark: (officer, x) =>
    all(works(officer, x), when(!OVER.includes(x.state), "not_now", "agreement_state")),
  settle: hostSpeaks,
  abandon: hostSpeaks,
  approve: (officer, x) =>
    all(atParty(officer, x), when(x.powers.turn !== null, "forbidden", "not_your_step")),
  send_back: speaks,
  report: (officer, x) =>
    all(
      hostRecords(officer, x),
      when(wayOf(x).reports, "not_now", "not_reported"),
      when(allApproved(x), "not_now", "approvals_missing"),
    ),
  consent: works,
  freeze: (officer, x) => all(hostSpeaks(officer, x), mayFreeze(x)),
  reopen: hostSpeaks,
  sign: atParty,
  seal: works,
  number: (officer, x) =>
    all(
      hostRecords(officer, x),
      // A revision is issued under a number of its own.
      when(x.issued === null || x.state === "sealing", "not_now", "already_numbered"),
    ),
  file: works,
  revise: (officer, x) =>
    all(
      atHost(officer, x),
      drafts(officer, x),
      when(x.powers.hidden === null, "not_now", "already_revising"),
    ),
  accede: hostSpeaks,
  leave: speaks,
  assess: hostRecords,
  abolish: hostSpeaks,
  terminate: hostSpeaks,
  staff: (officer, x) =>
    all(
      atParty(officer, x),
      when(
        isLeader(officer) ||
          officer.posts.includes("liaison") ||
          isHeadOf(officer, partyOf(x, officer.officeId)?.departmentId ?? null),
        "forbidden",
        "liaison_or_leader",
      ),
      when(partyOf(x, officer.officeId) !== null, "not_now", "parties_only"),
    ),
  scan: hostRecords,
  relate: hostRecords,
  post: (officer, x) =>
    all(atParty(officer, x), when(!OVER.includes(x.state), "not_now", "agreement_state")),
};

/** Who may not do it at all hears that first, then whether this is the time; a party whose moment has passed is told to look again. */
const verb =
  (act: AgreementAct): Rule<Asked> =>
  (officer, x) =>
    inTime(x, act).allowed ? WHO[act](officer, x) : all(atParty(officer, x), inTime(x, act));

export const ACTS = Object.keys(WHO) as AgreementAct[];

/** The predicate of agreements. */
export const mayAgreement = predicate<Asked, AgreementAct>(
  Object.fromEntries(ACTS.map((act) => [act, verb(act)])) as Record<AgreementAct, Rule<Asked>>,
);

/** What this officer may do with the agreement now. */
export const agreementCan = (officer: Officer, x: Asked): AgreementAct[] =>
  ACTS.filter((act) => mayAgreement(officer, act, x).allowed);
