import type { LeadValues } from "@hub/domain/leads/contract";
import { Button } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import type { Clash } from "./form-values.ts";
import { useValueText } from "./value-text.ts";
import styles from "./lead-form.module.css";

interface StaleNoteProps {
  clashes: readonly Clash[];
  onChoose: (values: Partial<LeadValues>) => void;
}

/** Somebody was faster: says so, and for each value that both changed shows mine and theirs to choose from. Mine stands until then. */
export function StaleNote({ clashes, onChoose }: StaleNoteProps) {
  const t = useText();
  const textOf = useValueText();
  const [theirs, setTheirs] = useState<readonly string[]>([]);
  const choose = ({ name, mine, theirs: other }: Clash, takeTheirs: boolean) => {
    setTheirs((now) => [...now.filter((one) => one !== name), ...(takeTheirs ? [name] : [])]);
    onChoose({ [name]: takeTheirs ? other : mine });
  };
  return (
    <section className={styles.clashes} role="alert">
      <p>{t("leads.form.stale", { who: t("leads.form.staleSomebody") })}</p>
      {clashes.length === 0 && <p>{t("leads.form.staleNone")}</p>}
      {clashes.map((clash) => {
        const isTheirs = theirs.includes(clash.name);
        return (
          <div key={clash.name} className={styles.clash}>
            <strong>{t(`leads.changed.${clash.name}`)}</strong>
            <div>
              <div className="quiet">{t("leads.form.staleMine")}</div>
              <pre>{textOf(clash.name, clash.mine)}</pre>
              <Button
                size="small"
                aria-pressed={!isTheirs}
                type={isTheirs ? "default" : "primary"}
                onClick={() => choose(clash, false)}
              >
                {t("leads.form.takeMine")}
              </Button>
            </div>
            <div>
              <div className="quiet">{t("leads.form.staleTheirs")}</div>
              <pre>{textOf(clash.name, clash.theirs)}</pre>
              <Button
                size="small"
                aria-pressed={isTheirs}
                type={isTheirs ? "primary" : "default"}
                onClick={() => choose(clash, true)}
              >
                {t("leads.form.takeTheirs")}
              </Button>
            </div>
          </div>
        );
      })}
    </section>
  );
}
