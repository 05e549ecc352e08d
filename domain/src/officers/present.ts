import type { AccountView } from "./contract.ts";
import { mayActOn } from "./rules.ts";
import type { Officer, OfficerCard } from "../kernel/officer.ts";

/** What an account is made from. */
export interface AccountFacts {
  card: OfficerCard;
  account: string;
  active: boolean;
  version: number;
  deputyId: string | null;
  createdAt: Date;
  initial: boolean;
  secondFactor: boolean;
}

const ACTS = [
  ["change", "system_admin"],
  ["close", "system_admin"],
  ["reopen", "system_admin"],
  ["reset_password", "system_admin"],
  ["appoint", "security_admin"],
  ["reset_second_factor", "security_admin"],
] as const;

/** The account for one administrator, with what he may do to it now. */
export function toAccountView(
  { card, createdAt, ...facts }: AccountFacts,
  viewer: Pick<Officer, "id" | "officeId" | "posts">,
): AccountView {
  const isNow: Partial<Record<AccountView["can"][number], boolean>> = {
    close: facts.active,
    reopen: !facts.active,
    reset_password: facts.active,
    reset_second_factor: facts.secondFactor,
  };
  const can = ACTS.filter(
    ([act, post]) => (isNow[act] ?? true) && mayActOn(viewer, post, card).allowed,
  ).map(([act]) => act);
  return { ...card, ...facts, createdAt: createdAt.toISOString(), can };
}
