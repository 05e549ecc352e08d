import type { Frozen } from "@hub/domain/exchanges/contract";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { sizeText } from "../../ui/uploads.ts";
import { BodyText, Facts, Line, PlaceText, Prose } from "../leads/lead-sheet.tsx";
import { GradeMark, MarkingMark } from "../leads/marks.tsx";
import { FrozenFileLink } from "./frozen-files.tsx";
import styles from "./frozen-sheet.module.css";

interface FrozenSheetProps {
  content: Frozen;
  /** In the preview nothing is kept yet, so that there is nothing to open. */
  links?: boolean;
}

const OPTIONAL = ["body", "place", "facts", "reporter"] as const;

/** What the other side sees, exactly: the frozen value and nothing beside it. What was left out is named. */
export function FrozenSheet({ content, links = true }: FrozenSheetProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const hidden = OPTIONAL.filter((section) => !(section in content));
  return (
    <article className={styles.sheet}>
      <div className={styles.route}>
        {t(`exchanges.kind.${content.kind}`)}　{nameOf(content.fromOfficeId)} →{" "}
        {nameOf(content.toOfficeId)}
      </div>
      <h3 className={styles.title}>{content.title}</h3>
      <Facts>
        <Line name={t("exchanges.preview.number")}>{content.leadNumber}</Line>
        <Line name={t("exchanges.preview.field")}>{t(`leads.field.${content.field}`)}</Line>
        <Line name={t("exchanges.preview.grade")}>
          <GradeMark grade={content.grade} /> <MarkingMark marking={content.marking} />
        </Line>
        <Line name={t("exchanges.preview.source")}>{t(`leads.source.${content.source}`)}</Line>
        <Line name={t("exchanges.preview.note")}>
          {content.note && <Prose text={content.note} />}
        </Line>
        <Line name={t("exchanges.preview.body")}>
          {content.body && <BodyText body={content.body} />}
        </Line>
        <Line name={t("exchanges.preview.place")}>
          {content.place && <PlaceText place={content.place} />}
        </Line>
        <Line name={t("exchanges.preview.reporter")}>{content.reporter}</Line>
        <Line name={t("exchanges.preview.facts")} whole>
          {content.facts && <Prose text={content.facts} />}
        </Line>
        <Line name={t("exchanges.preview.files")} whole>
          {content.files.length === 0 ? (
            <span className="quiet">{t("exchanges.preview.noFiles")}</span>
          ) : (
            <ol className={styles.files}>
              {content.files.map((file) => (
                <li key={file.fileId} className={styles.file}>
                  <span className="number">{file.number}.</span>
                  {links ? <FrozenFileLink file={file} /> : <span>{file.title}</span>}
                  <span className="quiet number">{sizeText(file.size)}</span>
                </li>
              ))}
            </ol>
          )}
        </Line>
      </Facts>
      {hidden.length > 0 && (
        <p className={styles.hidden}>
          {t("exchanges.preview.hidden", {
            names: hidden
              .map((section) => t(`exchanges.section.${section}`))
              .join(t("ui.list.comma")),
          })}
        </p>
      )}
    </article>
  );
}
