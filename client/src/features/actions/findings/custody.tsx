import type { FindingView } from "@hub/domain/actions/record-contract";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { useSay } from "../../../ui/say.ts";
import { When } from "../../../ui/when.tsx";
import styles from "../actions.module.css";

/** 保管记录: who did what with it, as it stands in the chain. */
export function Custody({ lines }: { lines: FindingView["custody"] }) {
  const t = useText();
  const say = useSay();
  return (
    <Section title={t("actions.custody.title")}>
      <ol className={styles.lines}>
        {lines.map(({ entryId, type, at, by, role, seq, hash }) => (
          <li key={entryId}>
            <span>
              <span className="number">#{seq}</span> {by?.name}{" "}
              <span className="quiet">{role}</span>{" "}
              {say(`ui.entries.${type.replace(".", "_")}`) ?? t("ui.entries.unknown")}
            </span>
            <When at={at} />
            <span className={styles.hash}>{hash.slice(0, 16)}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
