import { useSyncExternalStore } from "react";
import { useText } from "../app/i18n.ts";
import { dueState, exactTime, minuteTime, shortTime } from "./time.ts";
import styles from "./when.module.css";

const listeners = new Set<() => void>();
let minute = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the screen, moving every half minute while anything shows it. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    minute = Date.now();
    for (const one of listeners) one();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, () => minute));
}

/** A moment: to the minute, exact on hover. */
export function When({ at, short = false }: { at: string; short?: boolean }) {
  const now = useNow();
  return (
    <time className="number" dateTime={at} title={exactTime(at)}>
      {short ? shortTime(at, now) : minuteTime(at)}
    </time>
  );
}

/** How a clock stands, in words and in its colour: 2 天后到期, 已超期 3 天. */
export function Due({ at, kind = "legal" }: { at: string; kind?: "legal" | "agreed" }) {
  const t = useText();
  const state = dueState(at, useNow());
  const text =
    state.kind === "overdue"
      ? t(kind === "agreed" ? `ui.due.agreedOver.${state.unit}` : `ui.due.over.${state.unit}`, {
          count: state.count,
        })
      : t(`ui.due.left.${state.unit}`, { count: state.count });
  return (
    <time
      className={`${styles.due} ${styles[state.kind]} number`}
      dateTime={at}
      title={exactTime(at)}
    >
      {text}
    </time>
  );
}
