import { ExchangeState } from "@hub/domain/exchanges/contract";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Due } from "../../ui/when.tsx";
import styles from "./next-line.module.css";

interface NextLineProps {
  /** As views and rows carry them; a state that this client does not know yet says nothing. */
  kind: string;
  state: string;
  toOfficeId: string;
  due: string | null;
  /** The path above shows the running clock already; only its absence is still worth a word. */
  clockShown?: boolean;
  /** It stands still while the jurisdiction is in dispute. */
  held?: boolean;
  disputed?: boolean;
}

const RUNNING = ["arrived", "signed", "assigned", "accepted"];

/** Where an exchange stands in one sentence: whom it waits for, and the clock that runs meanwhile. */
export function NextLine({
  kind,
  state,
  toOfficeId,
  due,
  clockShown = false,
  held = false,
  disputed = false,
}: NextLineProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const office = nameOf(toOfficeId, true);
  const known = ExchangeState.safeParse(state);
  if (!known.success) return null;
  const words =
    kind === "notice" && state === "arrived"
      ? t("exchanges.now.waitingRead", { office })
      : kind === "notice" && state === "done"
        ? t("exchanges.now.readDone", { office })
        : t(`exchanges.now.waiting.${known.data}`, { office });
  return (
    <div className={styles.line}>
      <span className={styles.what}>{words}</span>
      {disputed && <span className={styles.alert}>{t("exchanges.path.disputed")}</span>}
      {kind === "transfer" &&
        RUNNING.includes(state) &&
        (held ? (
          !clockShown && <span className="quiet">{t("exchanges.clock.held")}</span>
        ) : due ? (
          !clockShown && <Due at={due} kind="agreed" />
        ) : (
          <span className="quiet">{t("exchanges.clock.none")}</span>
        ))}
    </div>
  );
}
