import type { ActionView } from "@hub/domain/actions/contract";
import type { ChecklistView } from "@hub/domain/actions/record-contract";
import { Progress } from "antd";
import { useText } from "../../../app/i18n.ts";
import { standing } from "../field/ticks.ts";
import styles from "../actions.module.css";

/** How far the list is, and every problem that was ticked, by stop. */
export function ChecklistProgress({
  view,
  checklist,
}: {
  view: ActionView;
  checklist: ChecklistView;
}) {
  const t = useText();
  if (checklist.of === 0) return null;
  const stops = view.plan?.content.stops ?? [];
  const problems = standing(checklist.ticks).filter((one) => one.result === "problem");
  return (
    <div className={styles.progress}>
      <p>
        {t("actions.checklist.progress", { done: checklist.done, of: checklist.of })}
        <Progress
          percent={Math.round((checklist.done / checklist.of) * 100)}
          size="small"
          showInfo={false}
          aria-label={t("actions.checklist.title")}
        />
      </p>
      {problems.length > 0 && (
        <ul>
          {problems.map((tick) => (
            <li key={tick.id}>
              <span className={styles.wanted}>{t("actions.tick.problem")}</span>{" "}
              {stops.find((one) => one.id === tick.stopId)?.name}{" "}
              {checklist.items.find((one) => one.id === tick.itemId)?.text}
              {tick.note && `：${tick.note}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
