import type { AgreementView } from "@hub/domain/agreements/contract";
import { articleNumber } from "@hub/domain/agreements/words";
import type { ProposalView, RemarkView } from "@hub/domain/proposals/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { ProposalCard } from "./proposal-card.tsx";
import { ProposeMenu } from "./propose-menu.tsx";
import { Remarks } from "./remarks.tsx";
import { isOpen, placed, type ShownClause } from "./shown-text.ts";
import styles from "./reader.module.css";

interface ReaderProps {
  view: AgreementView;
  clauses: readonly ShownClause[];
  proposals: readonly ProposalView[];
  remarks: readonly RemarkView[];
  /** The text can be spoken to: it is the one in hand. */
  inHand: boolean;
  /** With 修订痕迹, or the clean text alone. */
  marked: boolean;
  /** A proposal that a link led to. */
  sought: string | null;
}

/** The text like a document: articles under bracketed headings, what is proposed where it would stand, and remarks in the margin. */
export function Reader(props: ReaderProps) {
  const { view, clauses, proposals, remarks, inHand, marked, sought } = props;
  const t = useText();
  const open = marked ? proposals.filter(isOpen) : [];
  const byClause = placed(open, clauses);
  const mayPropose = inHand && view.can.includes("propose");
  const cards = (of: string | null) =>
    (byClause.get(of) ?? []).map((proposal) => (
      <ProposalCard
        key={proposal.id}
        view={view}
        proposal={proposal}
        sought={proposal.id === sought}
      />
    ));
  return (
    <article className={styles.document} lang="zh-CN" aria-label={t("agreements.reader.text")}>
      <h2 className={styles.title}>
        {view.draft && inHand ? view.draft.values.title : view.title}
      </h2>
      {byClause.has(null) && <div className={styles.before}>{cards(null)}</div>}
      {mayPropose && (
        <div className={cx(styles.between, "screen-only")}>
          <ProposeMenu view={view} clauses={clauses} clause={null} />
        </div>
      )}
      {clauses.map((clause) => (
        <section
          key={clause.id}
          id={`clause-${clause.id}`}
          className={cx(styles.clause, remarks.length > 0 && styles.margined)}
          tabIndex={-1}
        >
          <div className={styles.body}>
            <h3>
              第{articleNumber(clause.number)}条【{clause.heading}】
            </h3>
            <p className={styles.text}>{clause.reads}</p>
            {cards(clause.id)}
            {mayPropose && (
              <div className={cx(styles.propose, "screen-only")}>
                <ProposeMenu view={view} clauses={clauses} clause={clause} />
              </div>
            )}
          </div>
          <div className={styles.margin}>
            <Remarks
              view={view}
              clauseId={clause.id}
              heading={clause.heading}
              remarks={remarks.filter((one) => one.clauseId === clause.id)}
            />
          </div>
        </section>
      ))}
      {clauses.length === 0 && <p className="quiet">{t("agreements.reader.noText")}</p>}
    </article>
  );
}
