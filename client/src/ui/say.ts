import type { Issue, Problem } from "@hub/domain/kernel/faults";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

type Say = (key: string, values?: Record<string, string | number>) => string | null;

/** The sentence of a key that is only known at run time (a reason, an entry's type), or null where there is none. */
export function useSay(): Say {
  const { i18n } = useTranslation("hub");
  return (key, values = {}) =>
    i18n.exists(key) ? (i18n.t as (key: string, values: object) => string)(key, values) : null;
}

/** What happened and what to do, in the reader's language: by the rule that said no, else by the fault's code. */
export function problemText(say: Say, problem: Problem): string {
  const values = { minutes: Math.max(1, Math.ceil((problem.retryAfterSeconds ?? 60) / 60)) };
  const byReason = problem.reason ? say(`faults.reasons.${problem.reason}`, values) : null;
  return byReason ?? say(`faults.codes.${problem.code}`, values) ?? problem.code;
}

/** What is wrong with one field. */
export const issueText = (say: Say, issue: Issue): string =>
  say(`faults.issues.${issue.code}`) ?? say("faults.issues.invalid") ?? issue.code;

/** Where there is no field to stand beside: what is wrong with what was written, else what happened. */
export function refusalText(say: Say, problem: Problem): string {
  const wrong = (problem.issues ?? []).map((issue) => issueText(say, issue));
  return wrong.length > 0
    ? [...new Set(wrong)].join(say("ui.list.comma") ?? "")
    : problemText(say, problem);
}

export type { TFunction };
