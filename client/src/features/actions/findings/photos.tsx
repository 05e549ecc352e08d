import type { ActionView } from "@hub/domain/actions/contract";
import type { FindingView } from "@hub/domain/actions/record-contract";
import { useText } from "../../../app/i18n.ts";
import { FileLink } from "../../../ui/materials.tsx";
import { Section } from "../../../ui/page.tsx";
import { When } from "../../../ui/when.tsx";
import { kindOf } from "../file-kind.ts";
import { FixText } from "../fix-text.tsx";
import { AddPhotos } from "./add-photos.tsx";
import styles from "../actions.module.css";

/** What a digest is compared with: the bytes at capture, or those of the file that was brought later. */
const SAID = {
  capture: { same: "same", differs: "differs" },
  file: { same: "sameAsRead", differs: "differsFromRead" },
} as const;

/** Every photo with when and where it was taken, by whose word, and whether what arrived is what was taken. */
export function Photos({ view, finding }: { view: ActionView; finding: FindingView }) {
  const t = useText();
  return (
    <Section title={t("actions.photos.title")}>
      {finding.shots.length === 0 && <p className="quiet">{t("actions.photos.none")}</p>}
      <ul className={styles.photos}>
        {finding.shots.map(({ shot, file, same, arrivedAt, by }) => (
          <li key={shot.fileId}>
            {file ? (
              <FileLink file={{ ...file, kind: kindOf(file.mime) }} />
            ) : (
              <span className={styles.wanted}>{t("actions.photos.awaited")}</span>
            )}
            <span>
              {shot.stated === "file" && (
                <span className={styles.alone}>{t("actions.photos.stated")} </span>
              )}
              {shot.takenAt ? <When at={shot.takenAt} /> : t("actions.import.noTime")}{" "}
              <FixText fix={shot.fix} />
            </span>
            <span className="quiet">
              {by.name} {arrivedAt && <When at={arrivedAt} short />}
            </span>
            {same !== null && (
              <span className={same ? styles.same : styles.differs}>
                {t(`actions.photos.${SAID[shot.stated][same ? "same" : "differs"]}`)}
              </span>
            )}
            <span className={styles.hash}>SHA-256 {shot.sha256}</span>
            {file && <span className={styles.hash}>SM3 {file.sm3}</span>}
          </li>
        ))}
      </ul>
      {finding.can.includes("add_photos") && <AddPhotos view={view} finding={finding} />}
    </Section>
  );
}
