import { Button } from "antd";
import { useEffect, type ReactNode } from "react";
import { Banner } from "../../app/banner.tsx";
import { speak, useLanguage, useText } from "../../app/i18n.ts";
import { Water } from "./water.tsx";
import styles from "./sheet.module.css";

interface SheetProps {
  title?: string;
  hint?: string;
  /** Below the form: other ways. */
  foot?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The sheet of paper on which one proves who one is. */
export function Sheet({ title, hint, foot, wide = false, children }: SheetProps) {
  const t = useText();
  const language = useLanguage();
  useEffect(() => {
    document.title = t("app.fullName");
  }, [t]);
  return (
    <div className={styles.ground}>
      <Banner />
      <Water />
      <main className={styles.sheet} data-wide={wide}>
        <div className={styles.brand}>
          <img src="/mark.svg" alt="" width={44} height={44} />
          <div>
            <p className={styles.name}>{t("app.name")}</p>
            <p className={styles.tagline}>{t("sessions.tagline")}</p>
          </div>
        </div>
        <div className={styles.body}>
          {title ? <h1>{title}</h1> : <h1 className="unseen">{t("sessions.signIn")}</h1>}
          {hint && <p className={styles.hint}>{hint}</p>}
          {children}
        </div>
        {foot && <div className={styles.foot}>{foot}</div>}
      </main>
      <footer className={styles.language}>
        <Button
          type="text"
          size="small"
          lang={language === "en" ? "zh-CN" : "en"}
          onClick={() => void speak(language === "en" ? "zh-CN" : "en")}
        >
          {language === "en" ? "中文" : "English"}
        </Button>
      </footer>
    </div>
  );
}
