import { useText } from "../app/i18n.ts";
import { useMe } from "../app/me.ts";
import { OfficeName } from "./names.tsx";
import { minuteTime } from "./time.ts";
import { useNow } from "./when.tsx";
import styles from "./printed.module.css";

/** The head that stands on paper only: what it is, its number, who printed it and when. The page numbers come from print.css. */
export function Printed({ title, number }: { title: string; number?: string | null }) {
  const t = useText();
  const me = useMe();
  const now = useNow();
  return (
    <div className={`paper-only ${styles.printed}`}>
      <p className={styles.banner}>{t("app.banner")}</p>
      <div className={styles.head}>
        <strong>{title}</strong>
        {number && <span>{number}</span>}
      </div>
      <div className={styles.by}>
        <span>
          {t("app.fullName")}　<OfficeName id={me.officer.officeId} />
        </span>
        <span>
          {t("ui.printed", {
            who: `${me.officer.name}（${me.officer.title}）`,
            when: minuteTime(now),
          })}
        </span>
      </div>
    </div>
  );
}
