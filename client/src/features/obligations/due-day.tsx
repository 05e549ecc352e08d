import type { OccurrenceRow } from "@hub/domain/obligations/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { dayTime, daysBetween } from "../../ui/time.ts";
import { useNow } from "../../ui/when.tsx";
import styles from "./due-day.module.css";

type Dated = Pick<
  OccurrenceRow,
  "dueOn" | "firstDueOn" | "provisional" | "state" | "overdueDays" | "lateDays" | "metOn"
>;

/** The last day, and how it stands: 3 天后到期, 已逾期 5 天, 逾期 2 天落实. */
export function DueDay({ row }: { row: Dated }) {
  const t = useText();
  const now = useNow();
  const left = daysBetween(now, new Date(`${row.dueOn}T12:00:00+08:00`));
  const words = (): string | null => {
    if (row.state === "overdue") return t("obligations.due.over", { count: row.overdueDays });
    if (row.metOn !== null && row.lateDays > 0)
      return t("obligations.due.metLate", { count: row.lateDays });
    if (row.state === "met" || row.state === "submitted" || row.state === "waived") return null;
    return left === 0 ? t("obligations.due.today") : t("ui.due.left.days", { count: left });
  };
  const said = words();
  return (
    <span className={styles.due}>
      <time className="number" dateTime={row.dueOn}>
        {row.dueOn}
      </time>
      {row.provisional && (
        <span className="quiet" title={t("obligations.due.provisionalHint")}>
          {t("obligations.due.provisional")}
        </span>
      )}
      {said && (
        <span
          className={cx(
            styles.words,
            row.state === "overdue" && styles.over,
            row.state === "due_soon" && styles.soon,
          )}
        >
          {said}
        </span>
      )}
      {row.firstDueOn !== row.dueOn && (
        <span className="quiet">{t("obligations.due.before", { day: row.firstDueOn })}</span>
      )}
    </span>
  );
}

/** The day in Asia/Shanghai. */
export const useToday = (): string => dayTime(useNow());
