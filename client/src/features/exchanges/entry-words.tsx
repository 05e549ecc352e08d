import type { Entry } from "@hub/domain/channels/contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import type { LeadView } from "@hub/domain/leads/contract";
import { Fragment, type ReactNode } from "react";
import { useLanguage, useText } from "../../app/i18n.ts";
import { OfficerName, useOfficeName, useOffices } from "../../ui/names.tsx";
import type { ValueName } from "../leads/form-values.ts";
import { FrozenFiles } from "./frozen-files.tsx";
import styles from "./entry-words.module.css";

function People({ ids }: { ids: readonly string[] }) {
  const t = useText();
  return (
    <>
      {ids.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && t("ui.list.comma")}
          <OfficerName id={id} />
        </Fragment>
      ))}
    </>
  );
}

const Quote = ({ text }: { text: string | undefined }) =>
  text ? <span className={styles.quote}>{text}</span> : null;

/** A number with its word and unit, as in 清理网箱 18 个. */
export function Figures({
  figures,
}: {
  figures: readonly { label: string; number: number; unit: string }[];
}) {
  if (figures.length === 0) return null;
  return (
    <span className={styles.figures}>
      {figures.map(({ label, number, unit }) => (
        <span key={label}>
          {label} <span className="number">{number}</span> {unit}
        </span>
      ))}
    </span>
  );
}

/**
 * Words for what happens to leads and exchanges. Their entries hold names and ids; what was said stands in the views by those ids, so
 * that a reader sees of it exactly what the view shows. An exchange that is not at hand leaves the plain sentence.
 */
export function useEntryWords(
  lead: LeadView | null,
  views: readonly ExchangeView[],
): (entry: Entry) => ReactNode | null {
  const t = useText();
  const language = useLanguage();
  const nameOf = useOfficeName();
  const offices = useOffices();
  const of = (exchangeId: string) => views.find((one) => one.id === exchangeId);
  const departmentName = (id: string) => {
    const department = offices.department(id);
    return (language === "en" ? department?.nameEn : department?.name) ?? "";
  };

  const leadWords = (entry: Entry): ReactNode | null => {
    switch (entry.type) {
      case "lead.registered":
        return t("exchanges.entry.lead_registered");
      case "lead.edited": {
        const body = bodyOf(entry, "lead.edited");
        const names = (body?.fields ?? []).map((name) => t(`leads.changed.${name as ValueName}`));
        return t("exchanges.entry.lead_edited", { fields: names.join(t("ui.list.comma")) });
      }
      case "lead.stepped": {
        const body = bodyOf(entry, "lead.stepped");
        if (!body) return null;
        const step = lead?.steps.find((one) => one.step === body.step && one.by.at === entry.at);
        return (
          <>
            {t(`leads.stepped.${body.step}`)}
            <Quote text={step?.note} />
          </>
        );
      }
      case "lead.recorded_up": {
        const body = bodyOf(entry, "lead.recorded_up");
        return (
          body && t("exchanges.entry.lead_recorded_up", { office: nameOf(body.officeId, true) })
        );
      }
      case "lead.team_changed": {
        const body = bodyOf(entry, "lead.team_changed");
        if (!body) return null;
        return (
          <>
            {body.added.length > 0 && (
              <span>
                {t("exchanges.entry.lead_team_added")}
                <People ids={body.added} />{" "}
              </span>
            )}
            {body.removed.length > 0 && (
              <span>
                {t("exchanges.entry.lead_team_removed")}
                <People ids={body.removed} />
              </span>
            )}
          </>
        );
      }
      case "materials.added": {
        const body = bodyOf(entry, "materials.added");
        return t("exchanges.entry.materials_added", { count: body?.fileIds.length ?? 0 });
      }
      case "materials.removed": {
        const body = bodyOf(entry, "materials.removed");
        return (
          <>
            {t("exchanges.entry.materials_removed", { count: body?.fileIds.length ?? 0 })}
            <Quote text={body?.reason} />
          </>
        );
      }
      default:
        return null;
    }
  };

  const beforeIssue = (entry: Entry): ReactNode | null => {
    switch (entry.type) {
      case "exchange.drafted": {
        const body = bodyOf(entry, "exchange.drafted");
        if (!body) return null;
        return t("exchanges.entry.exchange_drafted", {
          kind: t(`exchanges.kind.${body.kind}`),
          office: nameOf(body.toOfficeId, true),
        });
      }
      case "exchange.returned": {
        const body = bodyOf(entry, "exchange.returned");
        const back = body && of(body.exchangeId)?.returns.find((one) => one.by.at === entry.at);
        return (
          <>
            {t("exchanges.entry.exchange_returned")}
            <Quote text={back?.reason} />
          </>
        );
      }
      case "exchange.issued": {
        const body = bodyOf(entry, "exchange.issued");
        const offline = body?.mode === "offline";
        return t(
          offline ? "exchanges.entry.exchange_issued_offline" : "exchanges.entry.exchange_issued",
        );
      }
      case "exchange.edited":
      case "exchange.submitted":
      case "exchange.reviewed":
      case "exchange.discarded":
      case "exchange.approval_uploaded":
        return t(`exchanges.entry.${entry.type.replace(".", "_") as "exchange_edited"}`);
      default:
        return null;
    }
  };

  const received = (entry: Entry): ReactNode | null => {
    switch (entry.type) {
      case "exchange.arrived": {
        const body = bodyOf(entry, "exchange.arrived");
        return (
          body && t("exchanges.entry.exchange_arrived", { office: nameOf(body.toOfficeId, true) })
        );
      }
      case "exchange.routed": {
        const body = bodyOf(entry, "exchange.routed");
        return (
          body &&
          t("exchanges.entry.exchange_routed", { department: departmentName(body.departmentId) })
        );
      }
      case "exchange.assigned": {
        const body = bodyOf(entry, "exchange.assigned");
        if (!body) return null;
        return (
          <>
            {t(
              body.again
                ? "exchanges.entry.exchange_reassigned"
                : "exchanges.entry.exchange_assigned",
            )}
            <People ids={body.officerIds} />
          </>
        );
      }
      case "exchange.accepted": {
        const body = bodyOf(entry, "exchange.accepted");
        return body && t("exchanges.entry.exchange_accepted", { number: body.number });
      }
      case "exchange.circulated": {
        const body = bodyOf(entry, "exchange.circulated");
        return (
          <>
            {t("exchanges.entry.exchange_circulated")}
            <People ids={body?.officerIds ?? []} />
          </>
        );
      }
      case "exchange.opened":
      case "exchange.signed":
      case "exchange.read":
      case "exchange.acknowledged":
      case "exchange.paper_recorded":
        return t(`exchanges.entry.${entry.type.replace(".", "_") as "exchange_read"}`);
      default:
        return null;
    }
  };

  const said = (entry: Entry): ReactNode | null => {
    switch (entry.type) {
      case "exchange.feedback": {
        const body = bodyOf(entry, "exchange.feedback");
        if (!body) return null;
        const one = of(body.exchangeId)?.feedback.find(({ id }) => id === body.feedbackId);
        const kind = t(`exchanges.feedback.kinds.${body.kind}`);
        return (
          <>
            {t("exchanges.entry.exchange_feedback", { kind })}
            <Quote text={one?.text} />
            {one && <Figures figures={one.figures} />}
            {one && <FrozenFiles files={one.files} />}
          </>
        );
      }
      case "exchange.supplemented": {
        const body = bodyOf(entry, "exchange.supplemented");
        if (!body) return null;
        const one = of(body.exchangeId)?.supplements.find(({ id }) => id === body.supplementId);
        return (
          <>
            {t(
              body.kind === "correction"
                ? "exchanges.entry.exchange_corrected"
                : "exchanges.entry.exchange_supplemented",
            )}
            <Quote text={one?.text} />
            {one && <FrozenFiles files={one.files} />}
          </>
        );
      }
      case "exchange.materials_requested": {
        const body = bodyOf(entry, "exchange.materials_requested");
        const one = body && of(body.exchangeId)?.requests.find(({ id }) => id === body.requestId);
        return (
          <>
            {t("exchanges.entry.exchange_materials_requested")}
            <Quote text={one?.text} />
          </>
        );
      }
      case "exchange.feedback_asked": {
        const body = bodyOf(entry, "exchange.feedback_asked");
        const one = body && of(body.exchangeId)?.asked.find(({ id }) => id === body.askId);
        return (
          <>
            {t("exchanges.entry.exchange_feedback_asked")}
            <Quote text={one?.text} />
          </>
        );
      }
      case "exchange.withdrawn": {
        const body = bodyOf(entry, "exchange.withdrawn");
        return (
          <>
            {t("exchanges.entry.exchange_withdrawn")}
            <Quote text={body ? of(body.exchangeId)?.withdrawn?.reason : undefined} />
          </>
        );
      }
      case "exchange.supervised": {
        const body = bodyOf(entry, "exchange.supervised");
        const one =
          body && of(body.exchangeId)?.supervisions.find(({ id }) => id === body.supervisionId);
        return (
          <>
            {t("exchanges.entry.exchange_supervised")}
            <Quote text={one?.text} />
          </>
        );
      }
      case "exchange.supervision_ended":
        return t("exchanges.entry.exchange_supervision_ended");
      case "dispute.raised": {
        const body = bodyOf(entry, "dispute.raised");
        return (
          <>
            {t("exchanges.entry.dispute_raised")}
            <Quote text={body ? of(body.exchangeId)?.dispute?.reason : undefined} />
          </>
        );
      }
      case "dispute.stepped": {
        const body = bodyOf(entry, "dispute.stepped");
        if (!body) return null;
        const step = of(body.exchangeId)?.dispute?.steps[body.index];
        return (
          <>
            {t("exchanges.entry.dispute_stepped", {
              stage: t(`exchanges.dispute.stage.${body.stage}`),
              result:
                body.stage === "report"
                  ? t("exchanges.dispute.resultReport")
                  : t(`exchanges.dispute.result.${body.result}`),
            })}
            <Quote text={step?.note} />
          </>
        );
      }
      default:
        return null;
    }
  };

  return (entry) => leadWords(entry) ?? beforeIssue(entry) ?? received(entry) ?? said(entry);
}
