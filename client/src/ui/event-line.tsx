import type { ReactNode } from "react";
import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import { useText } from "../app/i18n.ts";
import { cx } from "./cx.ts";
import { useEntryTitle } from "./entry-title.ts";
import { OfficeName, OfficerName } from "./names.tsx";
import { When } from "./when.tsx";
import styles from "./timeline.module.css";

/** Formal acts stand in vermilion: 签发, 签收, 会签. */
const FORMAL = new Set([
  "exchange.issued",
  "exchange.signed",
  "signature.made",
  "signature.paper_confirmed",
]);

/** Something that happened, in one line: who, in which capacity, what. A type this page does not know is a neutral line. */
export function EventLine({ entry, words }: { entry: Entry; words: ReactNode | null }) {
  const t = useText();
  const titleOf = useEntryTitle();
  const moved = bodyOf(entry, "member.joined") ?? bodyOf(entry, "member.left");
  const people = (moved?.officerIds ?? []).filter((id) => id !== entry.actor);
  return (
    <div className={cx(styles.event, FORMAL.has(entry.type) && styles.formal)}>
      <span className={styles.dot} aria-hidden />
      <span className={styles.eventText}>
        <span className={styles.who}>
          <OfficeName id={entry.office} short /> <OfficerName id={entry.actor} />
        </span>{" "}
        {words ?? titleOf(entry)}
        {people.length > 0 && t("ui.list.colon")}
        {people.map((id, index) => (
          <span key={id}>
            {index > 0 && t("ui.list.comma")}
            <OfficerName id={id} />
          </span>
        ))}
      </span>
      <span className={styles.time} title={`#${entry.seq}`}>
        <When at={entry.at} short />
      </span>
    </div>
  );
}
