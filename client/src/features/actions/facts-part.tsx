import type { ActionView } from "@hub/domain/actions/contract";
import type { ReactNode } from "react";
import { useText } from "../../app/i18n.ts";
import { Facts } from "../../ui/facts.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { When } from "../../ui/when.tsx";
import side from "../exchanges/side.module.css";
import { spanText } from "./span-text.ts";
import styles from "./actions.module.css";

export function FactsPart({ view }: { view: ActionView }) {
  const t = useText();
  const { fixed } = view;
  // Only what stood below the quorum line, or against somebody's other duties, had to be explained.
  const why: [string, ReactNode][] = fixed?.reason
    ? [
        [
          t("actions.fix.why"),
          <span key="fixed">
            {fixed.reason} · {fixed.name} <When at={fixed.at} short />
          </span>,
        ],
      ]
    : [];
  return (
    <section className={styles.first}>
      {view.cancelled && (
        <p className={styles.stopped} role="status">
          {t("actions.cancel.was", { reason: view.cancelled.reason, name: view.cancelled.by.name })}{" "}
          <When at={view.cancelled.by.at} />
        </p>
      )}
      <Facts
        facts={[
          [
            t("actions.span.label"),
            <span key="span" className="number">
              {view.span ? spanText(view.span) : t("actions.list.noDate")}
            </span>,
          ],
          [t("actions.propose.place"), view.place?.name || t("actions.none")],
          [t("actions.page.hostOffice"), <OfficeName key="host" id={view.hostOfficeId} />],
          [
            t("actions.page.proposedBy"),
            <span key="by">
              {view.proposed.name} <When at={view.proposed.at} short />
            </span>,
          ],
          ...why,
        ]}
      />
      {view.purpose && <p className={styles.text}>{view.purpose}</p>}
    </section>
  );
}

/** 改期记录: a day that was fixed before is not forgotten. */
export function MovesPart({ view }: { view: ActionView }) {
  const t = useText();
  if (view.moves.length === 0) return null;
  return (
    <Section title={t("actions.page.moves")}>
      <ul>
        {view.moves.map(({ from, to, reason, by }) => (
          <li key={by.at} className={side.small}>
            <div className="number">
              <s>{spanText(from)}</s>
              {to && ` → ${spanText(to)}`}
            </div>
            {reason} · {by.name} <When at={by.at} short />
          </li>
        ))}
      </ul>
    </Section>
  );
}
