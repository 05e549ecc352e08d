import { useQuery } from "@tanstack/react-query";
import type { LeadView } from "@hub/domain/leads/contract";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { minuteTime } from "../../ui/time.ts";
import { When } from "../../ui/when.tsx";
import styles from "../exchanges/side.module.css";
import { changedNames } from "./form-values.ts";
import { relatedQuery, versionsQuery } from "./queries.ts";

export function TeamSection({ lead }: { lead: LeadView }) {
  const t = useText();
  return (
    <Section title={t("leads.page.team")}>
      {lead.team.length === 0 ? (
        <p className="quiet">{t("leads.page.teamNone")}</p>
      ) : (
        <ul>
          {lead.team.map(({ officer, duty }) => (
            <li key={officer.id} className={styles.person}>
              <span>{officer.name}</span>
              <span className={styles.small}>{t(`leads.page.duty.${duty}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Leads of the same body, at the same place or near by, as far as I may read them. */
export function RelatedSection({ leadId }: { leadId: string }) {
  const t = useText();
  const { data } = useQuery(relatedQuery(leadId));
  if (!data) return null;
  return (
    <Section title={t("leads.page.related")}>
      {data.rows.length === 0 ? (
        <p className="quiet">{t("leads.page.relatedNone")}</p>
      ) : (
        <ul className={styles.people}>
          {data.rows.map((row) => (
            <li key={row.id}>
              <Link to={`/leads/${row.id}`}>{row.title}</Link>
              <div className={styles.small}>
                <span className="number">{row.number}</span> ·{" "}
                {row.why.map((why) => t(`leads.page.why.${why}`)).join(t("ui.list.comma"))}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** 办理过程: the lead's own steps with what was decided. */
export function StepsSection({ lead }: { lead: LeadView }) {
  const t = useText();
  if (lead.steps.length === 0) return null;
  return (
    <Section title={t("leads.page.steps")}>
      <ul className={styles.people}>
        {lead.steps.toReversed().map((one) => (
          <li key={`${one.step}.${one.by.at}`}>
            <strong className={styles.done}>{t(`leads.stepped.${one.step}`)}</strong>{" "}
            <span className={styles.small}>
              {one.by.name} <When at={one.by.at} short />
            </span>
            {one.decision && (
              <div className={styles.small}>
                {t("leads.page.decision", {
                  who: one.decision.decidedBy,
                  date: one.decision.decidedOn,
                })}{" "}
                {one.decision.number}
              </div>
            )}
            {one.note && <div>{one.note}</div>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** 修改记录: every version, by whom, and what it changed. */
export function HistorySection({ lead }: { lead: LeadView }) {
  const t = useText();
  const { data } = useQuery({ ...versionsQuery(lead.id), enabled: lead.version > 1 });
  const versions = data?.versions ?? [];
  if (versions.length < 2) return null;
  return (
    <Section title={t("leads.page.history")}>
      <ul className={styles.people}>
        {versions.map((one, index) => {
          const before = versions[index + 1];
          const names = before ? changedNames(before.values, one.values) : [];
          if (before && names.length === 0) return null;
          const given = { who: one.by.name, when: minuteTime(one.by.at) };
          return (
            <li key={one.version}>
              <div className={styles.small}>
                {before ? t("leads.page.historyBy", given) : t("leads.page.historyFirst", given)}
              </div>
              {before && (
                <div>
                  {t("leads.page.historyChanged", {
                    fields: names
                      .map((name) => t(`leads.changed.${name}`))
                      .join(t("ui.list.comma")),
                  })}
                </div>
              )}
              {one.reason && (
                <div className={styles.small}>
                  {t("leads.page.historyReason", { reason: one.reason })}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Where a lead that came from another office came from. */
export function useCameFrom(lead: LeadView | null): string | null {
  const t = useText();
  const nameOf = useOfficeName();
  const origin = lead?.exchanges.find((one) => one.id === lead.originExchangeId);
  return origin ? t("leads.page.came", { office: nameOf(origin.fromOfficeId) }) : null;
}
