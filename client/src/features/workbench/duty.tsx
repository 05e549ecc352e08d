import { useOnline } from "./online.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import { LinesSkeleton } from "../../ui/lines-skeleton.tsx";
import { OfficeName, useOffices } from "../../ui/names.tsx";
import styles from "./workbench.module.css";

/** Which partner office can be reached now, with its telephone: offices, never persons. */
export function Duty() {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const online = useOnline();
  if (!offices.loaded) return <LinesSkeleton rows={5} />;
  const partners = offices.list.filter((one) => one.connected && one.id !== me.officer.officeId);
  if (partners.length === 0) return <p className="quiet">{t("workbench.noPartners")}</p>;
  return (
    <ul className={styles.duty}>
      {partners.map((office) => {
        const here = online?.has(office.id) ?? false;
        const word = here ? t("workbench.onDuty") : t("workbench.offDuty");
        return (
          <li key={office.id}>
            <span
              className={here ? styles.here : styles.away}
              style={online ? undefined : { visibility: "hidden" }}
              aria-hidden
            />
            <span className={styles.dutyName}>
              <OfficeName id={office.id} short />
            </span>
            {/* Without the link nobody knows who is there. */}
            <span className={cx(styles.presence, here ? styles.hereWord : "quiet")}>
              {online ? word : ""}
            </span>
            {office.telephone && (
              <a className="number" href={`tel:${office.telephone.replaceAll(" ", "")}`}>
                {office.telephone}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
