import type { Conflict } from "@hub/domain/actions/poll-contract";
import { Alert } from "antd";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { OfficeName, OfficerName } from "../../ui/names.tsx";
import { spanText } from "./span-text.ts";
import styles from "./actions.module.css";

/** Who of the people that go has something else then; what it is, where the viewer may read that. */
export function ConflictList({ conflicts }: { conflicts: readonly Conflict[] | undefined }) {
  const t = useText();
  if (!conflicts) return <p className="quiet">{t("actions.conflicts.asking")}</p>;
  if (conflicts.length === 0) return <p className={styles.free}>{t("actions.conflicts.none")}</p>;
  return (
    <Alert
      type="warning"
      role="status"
      showIcon
      className={styles.note ?? ""}
      title={t("actions.conflicts.some", { count: conflicts.length })}
      description={
        <ul>
          {conflicts.map(({ officerId, officeId, span, action }) => (
            <li key={`${officerId}.${span.startAt}`}>
              <OfficeName id={officeId} short /> <OfficerName id={officerId} />：
              <span className="number">{spanText(span)}</span>{" "}
              {action ? (
                <Link to={`/actions/${action.id}`}>{action.title}</Link>
              ) : (
                t("actions.conflicts.other")
              )}
            </li>
          ))}
        </ul>
      }
    />
  );
}
