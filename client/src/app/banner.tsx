import { cx } from "../ui/cx.ts";
import { useText } from "./i18n.ts";
import styles from "./frame.module.css";

/** The one line that never leaves the screen (非涉密系统), also above the sign-in. On paper it stands in the head (ui/printed.tsx). */
export function Banner() {
  const t = useText();
  return (
    <section className={cx(styles.banner, "screen-only")} aria-label={t("app.frame.notice")}>
      {t("app.banner")}
    </section>
  );
}
