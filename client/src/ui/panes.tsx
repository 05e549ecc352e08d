import { Button, Drawer } from "antd";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import styles from "./panes.module.css";

/** Whether a media query holds now; follows the window. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
  );
}

export const useIsPhone = (): boolean => useMedia("(max-width: 767px)");
export const useIsNarrow = (): boolean => useMedia("(max-width: 1199px)");

interface PanesProps {
  list?: ReactNode;
  listLabel?: string | undefined;
  main: ReactNode;
  /** Who, when, files; below 1200 px behind a button named `asideLabel`. */
  aside?: ReactNode;
  asideLabel?: string;
  /** On a phone one thing at a time: the list until something is open. */
  open: boolean;
}

/** List, what I look at, and what belongs to it, each scrolling by itself. */
export function Panes({ list, listLabel, main, aside, asideLabel, open }: PanesProps) {
  const phone = useIsPhone();
  const narrow = useIsNarrow();
  const [drawn, setDrawn] = useState(false);
  return (
    <div className={styles.panes}>
      {list && (!phone || !open) && (
        <nav className={styles.list} aria-label={listLabel}>
          {list}
        </nav>
      )}
      {(!phone || open || !list) && (
        <div className={styles.main}>
          {aside && narrow && (
            <div className={`${styles.more} screen-only`}>
              <Button size="small" onClick={() => setDrawn(true)}>
                {asideLabel}
              </Button>
            </div>
          )}
          {main}
        </div>
      )}
      {aside && !narrow && (
        <aside className={styles.aside} aria-label={asideLabel}>
          {aside}
        </aside>
      )}
      {aside && narrow && (
        <Drawer
          open={drawn}
          onClose={() => setDrawn(false)}
          title={asideLabel}
          size={phone ? "100%" : 360}
        >
          {aside}
        </Drawer>
      )}
    </div>
  );
}
