import type { AgreementView } from "@hub/domain/agreements/contract";
import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import type { ProposalView, RemarkView } from "@hub/domain/proposals/contract";
import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { OfficerName, useDepartmentName, useOfficeName } from "../../ui/names.tsx";
import { useObligationWords } from "../obligations/entry-words.tsx";
import quoteStyles from "../exchanges/entry-words.module.css";
import { useArticleText, usePartyName } from "./names.tsx";

interface Known {
  view: AgreementView;
  proposals: readonly ProposalView[];
  remarks: readonly RemarkView[];
}

const Quote = ({ text }: { text: string | undefined }) =>
  text ? <span className={quoteStyles.quote}>{text}</span> : null;

/**
 * Words for what happens to an agreement. Its entries hold ids and digests; what was said stands in the views by those ids, so that a
 * reader sees of it exactly what the views show.
 */
export function useEntryWords({ view, proposals, remarks }: Known): (entry: Entry) => ReactNode {
  const t = useText();
  const nameOf = useOfficeName();
  const partyName = usePartyName();
  const departmentOf = useDepartmentName();
  const articleOf = useArticleText();
  const ofObligation = useObligationWords();
  const party = (partyId: string | undefined) => {
    const found = view.parties.find((one) => one.id === partyId);
    return found ? partyName(found, true) : "";
  };

  const ofProposal = (entry: Entry): ReactNode => {
    const type = entry.type.replace(".", "_") as "proposal_drafted";
    const body =
      bodyOf(entry, "proposal.drafted") ??
      bodyOf(entry, "proposal.released") ??
      bodyOf(entry, "proposal.answered") ??
      bodyOf(entry, "proposal.decided") ??
      bodyOf(entry, "proposal.returned");
    const proposal = proposals.find((one) => one.id === body?.proposalId);
    const decided = bodyOf(entry, "proposal.decided");
    const answered = bodyOf(entry, "proposal.answered");
    return (
      <>
        {decided
          ? t("agreements.entry.proposal_decided", {
              outcome: t(`agreements.proposal.outcome.${decided.outcome}`),
            })
          : answered
            ? t(
                answered.agree
                  ? "agreements.entry.proposal_agreed"
                  : "agreements.entry.proposal_differed",
              )
            : t(`ui.entries.${type}`)}
        {proposal && (
          <>
            {" "}
            <Link to={`/agreements/${view.id}?proposal=${proposal.id}`}>
              {articleOf(proposal.clause)}
            </Link>
            <Quote
              text={
                decided
                  ? proposal.decision?.reason
                  : answered
                    ? proposal.answers.find((one) => one.officeId === answered.officeId)?.reason
                    : proposal.reason
              }
            />
          </>
        )}
      </>
    );
  };

  return (entry) => {
    switch (entry.type) {
      case "agreement.staffed": {
        const body = bodyOf(entry, "agreement.staffed");
        if (!body) return null;
        return (
          <>
            {t("ui.entries.agreement_staffed")}
            {t("ui.list.colon")}
            {body.departmentId && departmentOf(body.departmentId)}{" "}
            {body.officerIds.map((id, index) => (
              <Fragment key={id}>
                {index > 0 && t("ui.list.comma")}
                <OfficerName id={id} />
              </Fragment>
            ))}
          </>
        );
      }
      case "agreement.circulated": {
        const body = bodyOf(entry, "agreement.circulated");
        return (
          body &&
          t("agreements.entry.agreement_circulated", {
            offices: body.officeIds.map((id) => nameOf(id, true)).join(t("ui.list.comma")),
          })
        );
      }
      case "agreement.approval_step": {
        const body = bodyOf(entry, "agreement.approval_step");
        return (
          body &&
          t("agreements.entry.agreement_approval_step", {
            step: t(`agreements.approval.step.${body.step}`),
          })
        );
      }
      case "agreement.meeting_recorded": {
        const body = bodyOf(entry, "agreement.meeting_recorded");
        return (
          body &&
          t("agreements.entry.agreement_meeting_recorded", {
            day: body.on,
            result: t(`agreements.approval.meeting.${body.result}`),
          })
        );
      }
      case "agreement.approved":
      case "agreement.consented":
      case "agreement.acceded":
      case "agreement.left":
      case "agreement.sealed": {
        const body =
          bodyOf(entry, "agreement.approved") ??
          bodyOf(entry, "agreement.consented") ??
          bodyOf(entry, "agreement.acceded") ??
          bodyOf(entry, "agreement.left") ??
          bodyOf(entry, "agreement.sealed");
        const type = entry.type.replace(".", "_") as "agreement_approved";
        return (
          <>
            {t(`ui.entries.${type}`)}
            {t("ui.list.colon")}
            {party(body?.partyId)}
          </>
        );
      }
      case "agreement.sent_back":
      case "agreement.reopened": {
        const type = entry.type.replace(".", "_") as "agreement_sent_back";
        return (
          <>
            {t(`ui.entries.${type}`)}
            <Quote text={view.returns.find((one) => one.by.at === entry.at)?.reason} />
          </>
        );
      }
      case "agreement.in_force": {
        const body = bodyOf(entry, "agreement.in_force");
        return body && t("agreements.entry.agreement_in_force", { ...body, day: body.effectiveOn });
      }
      case "agreement.ended": {
        const body = bodyOf(entry, "agreement.ended");
        return (
          body && (
            <>
              {t("agreements.entry.agreement_ended", {
                day: body.on,
                state: t(`agreements.state.${body.state}`),
              })}
              <Quote text={view.ended?.reason} />
            </>
          )
        );
      }
      case "remark.made": {
        const body = bodyOf(entry, "remark.made");
        const remark = body && remarks.find((one) => one.id === body.remarkId);
        return (
          <>
            {t("ui.entries.remark_made")}
            <Quote text={remark?.text} />
          </>
        );
      }
      default:
        return entry.type.startsWith("proposal.") ? ofProposal(entry) : ofObligation(entry);
    }
  };
}
