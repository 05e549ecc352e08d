import type { FindingView } from "@hub/domain/actions/record-contract";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { When } from "../../../ui/when.tsx";
import styles from "../actions.module.css";

/** 更正记录: what the finding said before, who corrected it and why. */
export function PastPart({ past }: { past: FindingView["past"] }) {
  const t = useText();
  if (past.length === 0) return null;
  return (
    <Section title={t("actions.findings.past")}>
      <ol className={styles.lines}>
        {past.map(({ version, title, text, handling, reason, by }) => (
          <li key={version}>
            <span>
              {t("actions.round.versionOf", { n: version })} <s>{title}</s>
              {text && <div className="quiet">{text}</div>}
              {handling.text && (
                <div className="quiet">
                  {t("actions.handling.text")} {handling.text} {handling.unit}
                </div>
              )}
            </span>
            <span>
              {reason}
              <div className="quiet">
                {by.name} <When at={by.at} short />
              </div>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
