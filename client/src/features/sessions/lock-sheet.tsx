import { useEffect, useRef, useState } from "react";
import { useText } from "../../app/i18n.ts";
import type { Me } from "../../app/me.ts";
import { SignIn } from "./sign-in.tsx";
import styles from "./lock-sheet.module.css";

interface LockSheetProps {
  me: Me;
  signedOut: boolean;
  onEnter: (me: Me) => void;
}

/** Covers the page wholly, which waits underneath as it was left. */
export function LockSheet({ me, signedOut, onEnter }: LockSheetProps) {
  const t = useText();
  const [partial, setPartial] = useState<Me | null>(null);
  const cover = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);

  // Back to the very field one was typing in.
  useEffect(() => {
    const was = before.current;
    return () => {
      if (was instanceof HTMLElement) setTimeout(() => was.focus(), 0);
    };
  }, []);

  const step = (entered: Me) => {
    if (entered.session.needs.length === 0 && !entered.session.locked) onEnter(entered);
    else setPartial(entered);
  };
  const now = partial ?? (signedOut ? null : { ...me, session: { ...me.session, locked: true } });
  return (
    <div
      ref={cover}
      className={styles.cover}
      role="dialog"
      aria-modal
      aria-label={t("sessions.lock.title")}
    >
      <SignIn
        me={now}
        account={me.account}
        title={t("sessions.lock.overTitle")}
        hint={t("sessions.lock.overHint")}
        onEnter={step}
      />
    </div>
  );
}
