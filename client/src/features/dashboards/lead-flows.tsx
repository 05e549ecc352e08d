import type { LeadFlow } from "@hub/domain/dashboards/contract";
import { useText } from "../../app/i18n.ts";
import { OfficeName, useOfficeName } from "../../ui/names.tsx";
import { FigureLink } from "./figure-link.tsx";
import styles from "./tables.module.css";

const FIGURES = ["sent", "accepted", "filed", "notFiled", "done"] as const;

/** What went from one office to another, and what became of it. */
export function LeadFlowTable({ leads }: { leads: readonly LeadFlow[] }) {
  const t = useText();
  const nameOf = useOfficeName();
  if (leads.length === 0) return <p className="quiet">{t("dashboards.leads.none")}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("dashboards.leads.way")}</th>
            <th scope="col">{t("dashboards.leads.kind")}</th>
            {FIGURES.map((key) => (
              <th key={key} scope="col" className={styles.figure}>
                {t(`dashboards.leads.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {leads.map((flow) => {
            const way = `${nameOf(flow.fromOfficeId, true)} → ${nameOf(flow.toOfficeId, true)}`;
            return (
              <tr key={`${flow.fromOfficeId}.${flow.toOfficeId}.${flow.kind}`}>
                <th scope="row">
                  <OfficeName id={flow.fromOfficeId} short /> →{" "}
                  <OfficeName id={flow.toOfficeId} short />
                </th>
                <td>{t(`exchanges.kind.${flow.kind}`)}</td>
                {FIGURES.map((key) => (
                  <td key={key} className={styles.figure}>
                    <FigureLink
                      figure={flow[key]}
                      label={`${way} ${t(`dashboards.leads.${key}`)}`}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
