import { FrozenText as Text } from "@hub/domain/agreements/contract";
import { articleNumber } from "@hub/domain/agreements/words";
import { useText } from "../../../app/i18n.ts";
import styles from "./signing.module.css";

/** The frozen text as it is signed: read from the very canonical JSON whose digest stands in each signature. */
export function FrozenText({ canonical }: { canonical: string }) {
  const t = useText();
  const text = Text.parse(JSON.parse(canonical));
  return (
    <article className={styles.text} aria-label={t("signing.text")}>
      <h2>{text.title}</h2>
      {text.clauses.map((clause) => (
        <p key={clause.id} className={styles.clause}>
          第{articleNumber(clause.number)}条【{clause.heading}】{clause.reads}
        </p>
      ))}
    </article>
  );
}
