import type { ProposalView, RemarkView } from "@hub/domain/proposals/contract";
import { useText } from "../../app/i18n.ts";
import { isOpen, placed, type ShownClause } from "./shown-text.ts";
import styles from "./clause-list.module.css";

interface ClauseListProps {
  clauses: readonly ShownClause[];
  proposals: readonly ProposalView[];
  remarks: readonly RemarkView[];
}

/** The articles by number and heading, with what is open at each; a press leads there. */
export function ClauseList({ clauses, proposals, remarks }: ClauseListProps) {
  const t = useText();
  const byClause = placed(proposals.filter(isOpen), clauses);
  return (
    <ol className={styles.list}>
      {clauses.map((clause) => {
        const open = byClause.get(clause.id)?.length ?? 0;
        const said = remarks.filter(
          (one) => one.clauseId === clause.id && one.resolved === null,
        ).length;
        return (
          <li key={clause.id}>
            <button
              type="button"
              className={styles.item}
              onClick={() => {
                const section = document.getElementById(`clause-${clause.id}`);
                section?.scrollIntoView({ block: "start" });
                section?.focus({ preventScroll: true });
              }}
            >
              <span className={styles.number}>{clause.number}</span>
              <span className={styles.heading}>{clause.heading}</span>
              {open > 0 && (
                <span className={styles.open}>
                  {t("agreements.reader.openProposals", { count: open })}
                </span>
              )}
              {said > 0 && (
                <span className={styles.said}>
                  {t("agreements.reader.openRemarks", { count: said })}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
