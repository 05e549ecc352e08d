import type { ExchangeKind, ExchangeState, Urgency } from "@hub/domain/exchanges/contract";
import type { Marking } from "@hub/domain/kernel/markings";
import type { LeadGrade, LeadState } from "@hub/domain/leads/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./marks.module.css";

/** 轻微 / 一般 / 重大; only the last stands out, since only it asks for something. */
export function GradeMark({ grade }: { grade: LeadGrade }) {
  const t = useText();
  return (
    <span className={cx(styles.mark, grade === "major" && styles.major)}>
      {t(`leads.grade.${grade}`)}
    </span>
  );
}

export function MarkingMark({ marking }: { marking: Marking }) {
  const t = useText();
  return (
    <span className={cx(styles.mark, marking === "work_secret" && styles.secret)}>
      {t(`ui.markings.${marking}`)}
    </span>
  );
}

export function UrgencyMark({ urgency }: { urgency: Urgency }) {
  const t = useText();
  return urgency === "urgent" ? (
    <span className={cx(styles.mark, styles.urgent)}>{t("exchanges.urgency.urgent")}</span>
  ) : null;
}

const LEAD_TONE: Record<LeadState, "fresh" | "working" | "met" | "over"> = {
  registered: "fresh",
  evaluating: "working",
  inquiring: "working",
  filed: "working",
  not_filed: "over",
  transferred: "over",
  referred_up: "over",
  referred_out: "over",
  closed: "met",
};

export function LeadStateMark({ state }: { state: LeadState }) {
  const t = useText();
  return (
    <span className={cx(styles.state, styles[LEAD_TONE[state]])}>{t(`leads.state.${state}`)}</span>
  );
}

const EXCHANGE_TONE: Record<ExchangeState, "fresh" | "working" | "met" | "over"> = {
  draft: "fresh",
  reviewing: "fresh",
  issuing: "fresh",
  arrived: "fresh",
  signed: "working",
  assigned: "working",
  accepted: "working",
  done: "met",
  withdrawn: "over",
  discarded: "over",
  redirected: "over",
};

export function ExchangeStateMark({ state, kind }: { state: ExchangeState; kind: ExchangeKind }) {
  const t = useText();
  const words =
    kind === "notice" && (state === "arrived" || state === "done")
      ? t(`exchanges.noticeState.${state}`)
      : t(`exchanges.state.${state}`);
  return <span className={cx(styles.state, styles[EXCHANGE_TONE[state]])}>{words}</span>;
}

/** How many entries of a channel I have not read; nothing where none. */
export function UnreadMark({ count }: { count: number }) {
  const t = useText();
  if (count <= 0) return null;
  return (
    <span className={styles.unread} title={t("leads.list.unread", { count })}>
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="unseen">{t("leads.list.unread", { count })}</span>
    </span>
  );
}
