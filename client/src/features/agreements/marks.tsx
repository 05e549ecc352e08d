import type { AgreementRow, AgreementState } from "@hub/domain/agreements/contract";
import type { ProposalState } from "@hub/domain/proposals/contract";
import { OVER } from "@hub/domain/agreements/flow";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./marks.module.css";

const toneOf = (state: AgreementState): string =>
  state === "in_force"
    ? "met"
    : OVER.includes(state)
      ? "over"
      : state === "signing"
        ? "formal"
        : "open";

/** Where an agreement stands; a version in force beside a text on its way reads 施行（修订中）. */
export function AgreementStateMark({ row }: { row: Pick<AgreementRow, "state" | "inForce"> }) {
  const t = useText();
  const revising = row.inForce !== null && row.state !== "in_force" && !OVER.includes(row.state);
  return (
    <span className={cx(styles.mark, styles[toneOf(row.state)])}>
      {revising
        ? t("agreements.revisingState", { state: t(`agreements.state.${row.state}`) })
        : t(`agreements.state.${row.state}`)}
    </span>
  );
}

const PROPOSAL_TONE: Record<ProposalState, string> = {
  draft: "own",
  reviewing: "own",
  issuing: "own",
  released: "open",
  decided: "met",
  withdrawn: "over",
  discarded: "over",
  lapsed: "over",
};

export function ProposalStateMark({ state }: { state: ProposalState }) {
  const t = useText();
  return (
    <span className={cx(styles.mark, styles[PROPOSAL_TONE[state]])}>
      {t(`agreements.proposal.state.${state}`)}
    </span>
  );
}
