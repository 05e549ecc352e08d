import type { ActionView } from "@hub/domain/actions/contract";
import type { FindingRow } from "@hub/domain/actions/record-contract";
import { Link } from "react-router";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { When } from "../../../ui/when.tsx";
import { FixText } from "../fix-text.tsx";
import { SettledText } from "./settled-text.tsx";
import styles from "../actions.module.css";
import { ChecklistProgress } from "./checklist-progress.tsx";

/** 问题清单: what was found, who recorded it, and what becomes of it; above it how far the checklist is. */
export function FindingsPart({ view }: { view: ActionView }) {
  const t = useText();
  if (view.findingRows.length === 0 && view.started === null) return null;
  return (
    <Section
      title={t("actions.findings.title")}
      aside={
        view.imported > 0 && (
          <Link to={`/actions/${view.id}/photos`}>
            {t("actions.import.open", { count: view.imported })}
          </Link>
        )
      }
    >
      {view.checklist && <ChecklistProgress view={view} checklist={view.checklist} />}
      {view.findingRows.length === 0 ? (
        <p className="quiet">{t("actions.findings.none")}</p>
      ) : (
        <ul className={styles.lines}>
          {view.findingRows.map((row) => (
            <Row key={row.id} actionId={view.id} row={row} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Row({ actionId, row }: { actionId: string; row: FindingRow }) {
  const t = useText();
  return (
    <li>
      <div>
        <Link to={`/actions/${actionId}/findings/${row.id}`}>
          {t("actions.findings.numbered", { n: row.number, title: row.title })}
        </Link>
        <div className="quiet">
          {t(`leads.field.${row.field}`)} · {row.by.name} <When at={row.deviceAt} short /> ·{" "}
          <FixText fix={row.fix} /> · {t("actions.findings.photos", { count: row.photos })}
          {row.awaited > 0 && ` · ${t("actions.findings.awaited", { count: row.awaited })}`}
        </div>
      </div>
      <span className={row.alone ? styles.alone : "quiet"}>
        {row.alone ? t("actions.findings.alone") : t("actions.findings.two")}
      </span>
      {row.settled ? (
        <SettledText settled={row.settled} />
      ) : (
        <span className={styles.wanted}>{t("actions.findings.open")}</span>
      )}
    </li>
  );
}
