import type { LeadRow } from "@hub/domain/leads/contract";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useIsPhone } from "../../ui/panes.tsx";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { CANAL, frameOf, gathered, LAKE, outline, type Point } from "@hub/domain/kernel/schematic";
import styles from "./map.module.css";

interface MapProps {
  rows: readonly LeadRow[];
  chosenId: string | null;
  onChoose: (leadId: string) => void;
}

type Pin = Point & { row: LeadRow };

const WIDTH = 900;
/** Wide on a desk, upright on a phone. */
const HEIGHT = { desk: 430, phone: 900 };
const REACH = 22;

/** The same leads where they are, on a drawing that needs no outside address and says that it is one. */
export function LeadMap({ rows, chosenId, onChoose }: MapProps) {
  const t = useText();
  const offices = useOffices();
  const height = useIsPhone() ? HEIGHT.phone : HEIGHT.desk;
  const nameOf = useOfficeName();
  const [open, setOpen] = useState<readonly Pin[] | null>(null);
  const pins = useMemo(
    () => rows.flatMap((row): Pin[] => (row.place?.point ? [{ ...row.place.point, row }] : [])),
    [rows],
  );
  const frame = useMemo(() => frameOf(pins, WIDTH, height), [pins, height]);
  const clusters = useMemo(() => gathered(frame, pins, REACH), [frame, pins]);
  const towns = offices.list.filter((one) => one.connected && one.level === "county" && one.point);
  const missing = rows.length - pins.length;
  const press = (members: readonly Pin[]) => {
    const [first] = members;
    if (members.length === 1 && first) onChoose(first.row.id);
    setOpen(members.length > 1 ? members : null);
  };
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.drawing}
        viewBox={`0 0 ${WIDTH} ${frame.height}`}
        role="group"
        aria-label={t("leads.map.title")}
      >
        <path className={styles.lake} d={outline(frame, LAKE, true)} />
        <path className={styles.canal} d={outline(frame, CANAL, false)} />
        <text className={styles.water} {...frame.place({ lon: 119.275, lat: 32.885 })}>
          {t("leads.map.lake")}
        </text>
        {towns.map((office) => {
          if (!office.point) return null;
          const { x, y } = frame.place(office.point);
          if (x < 0 || x > WIDTH || y < 0 || y > frame.height) return null;
          return (
            <g key={office.id} aria-hidden="true">
              <rect className={styles.office} x={x - 4} y={y - 4} width="8" height="8" />
              <text className={styles.officeName} x={x + 8} y={y + 4}>
                {nameOf(office.id, true)}
              </text>
            </g>
          );
        })}
        {clusters.map(({ spot, members }) => {
          const name =
            members.length === 1
              ? (members[0]?.row.title ?? "")
              : t("leads.map.several", { count: members.length });
          return (
            <g
              key={members[0]?.row.id}
              className={cx(
                styles.pin,
                members.some((one) => one.row.id === chosenId) && styles.chosen,
                members.some((one) => one.row.grade === "major") && styles.major,
              )}
              role="button"
              tabIndex={0}
              aria-label={name}
              onClick={() => press(members)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                press(members);
              }}
            >
              <title>{name}</title>
              <circle cx={spot.x} cy={spot.y} r={members.length > 1 ? 12 : 8} />
              {members.length > 1 && (
                <text x={spot.x} y={spot.y}>
                  {members.length}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {open && (
        <ul className={styles.here} aria-live="polite">
          {open.map(({ row }) => (
            <li key={row.id}>
              <Link to={`/leads/${row.id}`}>{row.title}</Link>{" "}
              <span className="quiet number">{row.number}</span>
            </li>
          ))}
        </ul>
      )}
      <figcaption className={styles.caption}>
        <span>{t("leads.map.note")}</span>
        {pins.length === 0 ? (
          <span>{t("leads.map.none")}</span>
        ) : (
          missing > 0 && <span>{t("leads.map.missing", { count: missing })}</span>
        )}
      </figcaption>
    </figure>
  );
}
