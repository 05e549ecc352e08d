import { Button } from "antd";
import { useText } from "../../../app/i18n.ts";
import { useLink } from "../../../app/live.ts";
import { cx } from "../../../ui/cx.ts";
import { problemText, useSay } from "../../../ui/say.ts";
import { When } from "../../../ui/when.tsx";
import type { Position } from "./position.ts";
import type { FieldDesk } from "./use-field.ts";
import styles from "./field.module.css";

/** 「已存本机 12 条，待上传 3 条」, whether there is a link, and what the receiver says: always there, never guessed. */
export function StatusLine({ field, position }: { field: FieldDesk; position: Position }) {
  const t = useText();
  const { status } = useLink();
  const accuracy = position.fix?.accuracyM;
  return (
    <div className={styles.status}>
      <strong role="status" className="number">
        {t("actions.field.kept", { kept: field.kept, waiting: field.waiting })}
      </strong>
      <span className={status === "live" ? styles.ok : styles.off}>
        {status === "live" ? t("actions.field.online") : t("actions.field.offline")}
      </span>
      <span className={position.state === "known" ? styles.ok : styles.off}>
        {position.state === "known" && accuracy != null
          ? t("actions.field.position.known", { m: Math.round(accuracy) })
          : t(`actions.field.position.${position.state === "known" ? "vague" : position.state}`)}
      </span>
      {!field.lasting && <span className={styles.off}>{t("actions.field.notLasting")}</span>}
    </div>
  );
}

/** What waits, with what stopped it; and what was sent from this device, so that a loss can be looked into. */
export function KeptList({ field }: { field: FieldDesk }) {
  const t = useText();
  const say = useSay();
  return (
    <details className={styles.kept}>
      <summary>{t("actions.field.list")}</summary>
      <ul>
        {field.records.map(({ id, label, kind, at, state, problem }) => (
          <li key={id}>
            <span>
              {t(`actions.field.kind.${kind}`)} {label} <When at={at} short />
            </span>
            <span className={cx(state === "failed" ? styles.off : "quiet")}>
              {state === "failed" && problem
                ? problemText(say, problem)
                : t(`actions.field.state.${state}`)}
            </span>
            {state === "failed" && (
              <span className={styles.acts}>
                <Button onClick={() => field.retry(id)}>{t("ui.retry")}</Button>
                <Button danger onClick={() => field.discard(id)}>
                  {t("actions.field.discard")}
                </Button>
              </span>
            )}
          </li>
        ))}
        {field.receipts
          .toSorted((one, other) => other.at.localeCompare(one.at))
          .map(({ id, label, kind, at, sentAt }) => (
            <li key={id}>
              <span>
                {t(`actions.field.kind.${kind}`)} {label} <When at={at} short />
              </span>
              <span className={styles.ok}>
                {t("actions.field.sent")} <When at={sentAt} short />
              </span>
            </li>
          ))}
      </ul>
    </details>
  );
}
