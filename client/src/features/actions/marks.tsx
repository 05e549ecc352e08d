import type { ActionKind, ActionState } from "@hub/domain/actions/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "../leads/marks.module.css";

const TONE: Record<ActionState, "fresh" | "working" | "met" | "over"> = {
  proposed: "fresh",
  polling: "fresh",
  planning: "fresh",
  scheduled: "working",
  under_way: "working",
  concluded: "working",
  reported: "met",
  archived: "met",
  cancelled: "over",
};

/** A conference is prepared and held where others are planned and under way. */
export function useStateText(): (kind: ActionKind, state: ActionState) => string {
  const t = useText();
  return (kind, state) =>
    kind === "conference" ? t(`actions.conferenceState.${state}`) : t(`actions.state.${state}`);
}

export function ActionStateMark({ kind, state }: { kind: ActionKind; state: ActionState }) {
  const textOf = useStateText();
  return <span className={cx(styles.state, styles[TONE[state]])}>{textOf(kind, state)}</span>;
}

export function KindMark({ kind }: { kind: ActionKind }) {
  const t = useText();
  return <span className={styles.mark}>{t(`actions.kind.${kind}`)}</span>;
}
