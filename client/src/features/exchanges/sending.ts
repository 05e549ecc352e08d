import { approvalTableRoute } from "@hub/domain/approvals/contract";
import { mayIssueBySelf, noReviewFor, rowFor } from "@hub/domain/approvals/rules";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { LeadView } from "@hub/domain/leads/contract";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { call } from "../../app/call.ts";
import { useMe } from "../../app/me.ts";
import { problemOf } from "../../app/problem.ts";
import type { ProofValue } from "./acts/proof-field.tsx";
import { termsOf, type SendValues } from "./send-values.ts";
import type { Terms } from "@hub/domain/clocks/contract";

const tableQuery = (officeId: string) =>
  queryOptions({
    queryKey: ["approvals", officeId],
    queryFn: ({ signal }) => call(approvalTableRoute, { params: { officeId }, signal }),
  });

/** How the draft of this officer goes on, in words for the button. What it may really do is in `can` once the draft is there. */
export type Onward = "submit" | "submit_issue" | "issue";

/** What the 权限清单 says to a draft of mine, before there is one: the button can then name what it will do. */
export function useOnward(lead: LeadView, values: Pick<SendValues, "kind" | "urgency">): Onward {
  const { officer } = useMe();
  const { data } = useQuery(tableQuery(officer.officeId));
  if (!data) return "submit";
  const row = rowFor(data.rows, values);
  const draft = { officeId: lead.officeId, departmentId: lead.departmentId, drafterId: officer.id };
  if (noReviewFor(officer, row, draft) === null) return "submit";
  return mayIssueBySelf(officer, row, draft) ? "issue" : "submit_issue";
}

interface Ids {
  exchange: string;
  draft: string;
  edit: string;
  submit: string;
  issue: string;
}
const freshIds = (): Ids => ({
  exchange: newId(),
  draft: newId(),
  edit: newId(),
  submit: newId(),
  issue: newId(),
});

/**
 * The commands behind the sending dialog. Each step keeps its id until it has happened, so a lost answer makes no second draft and
 * no second issue; what has happened is not done again when a later step fails.
 */
export function useSending(lead: LeadView) {
  const ids = useRef(freshIds());
  const renew = (...names: (keyof Ids)[]) => {
    for (const name of names) ids.current[name] = newId();
  };

  async function save(
    draft: ExchangeView | null,
    values: SendValues,
    agreed: { ordinary: Terms; urgent: Terms } | undefined,
  ): Promise<ExchangeView> {
    const given = {
      sections: values.sections,
      materials: values.materials,
      urgency: values.urgency,
      note: values.note,
      agreement: values.agreement,
      terms: termsOf(values, agreed),
    };
    if (draft) {
      const view = await call(exchangeRoutes.edit, {
        params: { exchangeId: draft.id },
        body: { id: ids.current.edit, expects: draft.version, ...given },
      });
      renew("edit");
      return view;
    }
    const exchangeId = ids.current.exchange;
    try {
      const view = await call(exchangeRoutes.draft, {
        body: {
          id: ids.current.draft,
          exchangeId,
          leadId: lead.id,
          kind: values.kind,
          toOfficeId: values.toOfficeId ?? "",
          ...given,
        },
      });
      renew("draft", "exchange");
      return view;
    } catch (thrown) {
      if (problemOf(thrown).code !== "duplicate") throw thrown;
      // The draft arrived although its answer did not, and was changed since: go on from the one that stands.
      const standing = await call(exchangeRoutes.get, { params: { exchangeId } });
      renew("draft", "exchange");
      return save(standing, values, agreed);
    }
  }

  async function submit(draft: ExchangeView): Promise<ExchangeView> {
    const view = await call(exchangeRoutes.submit, {
      params: { exchangeId: draft.id },
      body: { id: ids.current.submit, expects: draft.version },
    });
    renew("submit");
    return view;
  }

  async function issue(draft: ExchangeView, proof: ProofValue): Promise<ExchangeView> {
    const view = await call(exchangeRoutes.issue, {
      params: { exchangeId: draft.id },
      body: { id: ids.current.issue, expects: draft.version, proof },
    });
    renew("issue");
    return view;
  }

  return { save, submit, issue };
}
