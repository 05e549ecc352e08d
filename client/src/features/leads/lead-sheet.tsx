import type { LeadValues, LeadView } from "@hub/domain/leads/contract";
import type { ReactNode } from "react";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { GradeMark, MarkingMark } from "./marks.tsx";
import styles from "./sheet.module.css";

/** A line of a sheet: what it is, and what stands there; nothing at all where nothing stands. */
export function Line({
  name,
  children,
  whole = false,
}: {
  name: string;
  children: ReactNode;
  whole?: boolean;
}) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <>
      <dt className={whole ? styles.whole : undefined}>{name}</dt>
      <dd className={whole ? styles.whole : undefined}>{children}</dd>
    </>
  );
}

export function BodyText({ body }: { body: NonNullable<LeadValues["body"]> }) {
  const t = useText();
  return (
    <>
      {body.name} <span className="quiet">{t(`leads.bodyLevel.${body.level}`)}</span>
    </>
  );
}

export function PlaceText({ place }: { place: NonNullable<LeadValues["place"]> }) {
  return (
    <>
      {place.name}
      {place.point && (
        <span className="quiet number">
          {" "}
          {place.point.lat.toFixed(4)}° N, {place.point.lon.toFixed(4)}° E
        </span>
      )}
    </>
  );
}

export const Prose = ({ text }: { text: string }) => <div className={styles.prose}>{text}</div>;

export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className={styles.facts}>{children}</dl>
);

/** What is written about a lead; below it, on the ground of the own office, what never leaves it by itself. */
export function LeadSheet({ lead, brief = false }: { lead: LeadView; brief?: boolean }) {
  const t = useText();
  const { values } = lead;
  return (
    <div>
      <Facts>
        <Line name={t("leads.form.field")}>{t(`leads.field.${values.field}`)}</Line>
        <Line name={t("leads.form.source")}>
          {t(`leads.source.${values.source}`)}
          {values.sourceNote && <div className="quiet">{values.sourceNote}</div>}
        </Line>
        {!brief && <Line name={t("leads.form.foundOn")}>{values.foundOn}</Line>}
        {brief && (
          <Line name={t("leads.form.grade")}>
            <span className={styles.inline}>
              <GradeMark grade={values.grade} />
              <MarkingMark marking={values.marking} />
            </span>
          </Line>
        )}
        <Line name={t("leads.form.body")}>{values.body && <BodyText body={values.body} />}</Line>
        <Line name={t("leads.form.place")}>
          {values.place && (values.place.name || values.place.point) && (
            <PlaceText place={values.place} />
          )}
        </Line>
        <Line name={t("leads.form.facts")} whole>
          <Prose text={values.facts} />
        </Line>
      </Facts>
      {!brief && (values.reporter || values.opinion) && (
        <div className={cx(styles.own)}>
          <div className={styles.label}>{t("leads.page.tabs.own")}</div>
          <Facts>
            <Line name={t("leads.form.reporter")}>{values.reporter}</Line>
            <Line name={t("leads.form.opinion")}>
              {values.opinion && <Prose text={values.opinion} />}
            </Line>
          </Facts>
        </div>
      )}
    </div>
  );
}
