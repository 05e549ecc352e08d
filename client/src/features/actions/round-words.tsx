import type { Round } from "@hub/domain/actions/round-contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { When } from "../../ui/when.tsx";
import { CheckCode } from "../exchanges/acts/formal-frame.tsx";
import styles from "./round.module.css";

/** A text that goes round: its version and check code, and each office's word on it. */
export function RoundWords({ round }: { round: Round }) {
  const t = useText();
  return (
    <div className={styles.round}>
      <p>
        {t("actions.round.versionOf", { n: round.version })} ·{" "}
        {t(`actions.round.state.${round.state}`)} <CheckCode digest={round.digest} />
        <span className="quiet">
          {" "}
          {round.saved.name} <When at={round.saved.at} short />
        </span>
      </p>
      {round.state !== "draft" && (
        <ul className={styles.words}>
          {round.words.map(({ officeId, given, returned }) => (
            <li
              key={officeId}
              className={cx(given && styles.given, returned && !given && styles.returned)}
            >
              <strong>
                <OfficeName id={officeId} short />
              </strong>
              {given ? (
                <span>
                  {t("actions.round.gave")} {given.name} <When at={given.at} short />
                </span>
              ) : returned ? (
                <span>
                  {t("actions.round.sentBack", { reason: returned.reason })} {returned.name}{" "}
                  <When at={returned.at} short />
                </span>
              ) : (
                <span className="quiet">{t("actions.round.waits")}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
