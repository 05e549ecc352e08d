import { useSyncExternalStore } from "react";
import { useText } from "./i18n.ts";
import { useLink } from "./live.ts";
import { cx } from "../ui/cx.ts";
import styles from "./frame.module.css";

const everySecond = (listener: () => void) => {
  const timer = setInterval(listener, 1_000);
  return () => clearInterval(timer);
};
const never = () => () => {};
const second = () => Math.floor(Date.now() / 1_000);

/** Seconds since a moment; moving only while it is looked at. */
function useSeconds(since: Date, moving: boolean): number {
  const now = useSyncExternalStore(moving ? everySecond : never, second);
  return Math.max(0, now - Math.floor(since.getTime() / 1_000));
}

/** Whether what is shown is current: always visible, always true. Announced when it changes, not every second. */
export function LinkState() {
  const t = useText();
  const { status, since, waiting } = useLink();
  const away = status === "offline" || status === "closed";
  const seconds = useSeconds(since, away);
  const word = t(`app.link.${status}`);
  const sign = status === "live" ? styles.full : away ? styles.hollow : styles.half;
  return (
    <div className={cx(styles.link, styles[`link_${status}`])}>
      <span aria-hidden className={cx(styles.sign, sign)} />
      <span>
        {word}
        {away && (
          <span aria-hidden className={cx(waiting > 0 && styles.elapsed)}>
            {" "}
            {elapsed(seconds, t)}
          </span>
        )}
        {waiting > 0 && (
          <span className={status === "live" ? styles.lingering : undefined}>
            {t("ui.list.pause")}
            {t("app.link.waiting", { count: waiting })}
          </span>
        )}
      </span>
      <span className="unseen" role="status">
        {word}
      </span>
    </div>
  );
}

function elapsed(seconds: number, t: ReturnType<typeof useText>): string {
  if (seconds < 60) return t("app.link.seconds", { count: seconds });
  if (seconds < 3_600) return t("app.link.minutes", { count: Math.floor(seconds / 60) });
  return t("app.link.hours", { count: Math.floor(seconds / 3_600) });
}
