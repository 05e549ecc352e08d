import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { PlanContent } from "@hub/domain/actions/plan-contract";
import { aboard } from "@hub/domain/actions/plan-rules";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { cx } from "../../../ui/cx.ts";
import { Facts } from "../../../ui/facts.tsx";
import { OfficerName } from "../../../ui/names.tsx";
import { minuteTime } from "../../../ui/time.ts";
import styles from "../actions.module.css";

/** A plan to read: stops, 分工, boats with their 核载, and the units that help, each with its 商请函. */
export function PlanSheet({ view, content }: { view: ActionView; content: PlanContent }) {
  const t = useText();
  const { stops, groups, boats, partners, phases, checklist, contact } = content;
  // A 商请函 is written for the plan that holds, never for one that came before.
  const holds = content === view.plan?.content;
  const partnerName = (id: string) => partners.find((one) => one.id === id)?.unit;
  return (
    <>
      {content.aim && <p className={styles.text}>{content.aim}</p>}
      {phases.length > 0 && (
        <>
          <h3>{t("actions.plan.phases")}</h3>
          <ol className={styles.lines}>
            {phases.map(({ id, name, from, to, goal }) => (
              <li key={id}>
                <span>
                  {name}
                  {goal && <span className="quiet"> {goal}</span>}
                </span>
                <span className="number">
                  {from}—{to}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {stops.length > 0 && (
        <>
          <h3>{t("actions.plan.stops")}</h3>
          <ol className={styles.lines}>
            {stops.map(({ id, name, arriveAt, note, point }, index) => (
              <li key={id}>
                <span>
                  {index + 1}. {name}
                  {note && <span className="quiet"> {note}</span>}
                </span>
                <span className="quiet number">
                  {arriveAt && minuteTime(arriveAt)}{" "}
                  {point && `${point.lat.toFixed(4)}, ${point.lon.toFixed(4)}`}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {groups.length > 0 && (
        <>
          <h3>{t("actions.plan.groups")}</h3>
          <ul className={styles.lines}>
            {groups.map((group) => (
              <li key={group.id}>
                <span>
                  <strong>{group.name}</strong> {group.duty}
                  <div className="quiet">
                    {group.officerIds.map((id, index) => (
                      <span key={id}>
                        {index > 0 && t("ui.list.comma")}
                        <OfficerName id={id} />
                        {id === group.leaderId && t("actions.plan.leaderMark")}
                      </span>
                    ))}
                    {group.partnerIds.map((id) => (
                      <span key={id}>
                        {t("ui.list.comma")}
                        {partnerName(id)}
                      </span>
                    ))}
                  </div>
                </span>
                <span className="quiet">{boats.find((one) => one.id === group.boatId)?.name}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {boats.length > 0 && (
        <>
          <h3>{t("actions.plan.boats")}</h3>
          <ul className={styles.lines}>
            {boats.map((boat) => {
              const load = aboard(content, boat);
              return (
                <li key={boat.id}>
                  <span>
                    {boat.name}{" "}
                    <span className="quiet">
                      {boat.skipper} {boat.telephone}
                    </span>
                  </span>
                  <span className={cx("number", load > boat.capacity && styles.differs)}>
                    {t("actions.plan.load", { load, capacity: boat.capacity })}
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {partners.length > 0 && (
        <>
          <h3>{t("actions.plan.partners")}</h3>
          <ul className={styles.lines}>
            {partners.map(({ id, unit, name, post, telephone }) => (
              <li key={id}>
                <span>
                  {unit}{" "}
                  <span className="quiet">
                    {name} {post} {telephone}
                  </span>
                </span>
                {holds && (
                  <a
                    className="screen-only"
                    href={addressOf(actionPaperRoutes.letter, { actionId: view.id, partnerId: id })}
                    download
                  >
                    {t("actions.plan.letter")}
                    <span className="unseen">{unit}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <Facts
        facts={[
          [t("actions.plan.gathering"), content.gathering?.name || t("actions.none")],
          [t("actions.plan.safety"), content.safety || t("actions.none")],
          [
            t("actions.plan.contact"),
            contact.name ? `${contact.name} ${contact.telephone}` : t("actions.none"),
          ],
          [
            t("actions.checklist.title"),
            t("actions.checklist.items", { count: checklist.items.length }),
          ],
        ]}
      />
    </>
  );
}
