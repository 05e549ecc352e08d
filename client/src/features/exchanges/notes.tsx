import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import type { LeadView } from "@hub/domain/leads/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { minuteTime } from "../../ui/time.ts";
import { designationOf } from "./designation.ts";
import styles from "./matter.module.css";

/** What must not be overlooked: a returned draft, a withdrawal, a waiting approval, a duty to record, a better way. */
export function Notes({ lead, view }: { lead: LeadView | null; view: ExchangeView | null }) {
  const t = useText();
  const nameOf = useOfficeName();
  const offices = useOffices();
  const designation =
    view && designationOf(view, lead?.can ?? [], (id) => offices.get(id)?.connected);
  const back = view?.state === "draft" ? view.returns.at(-1) : undefined;
  const offline = view?.offlineApproval;
  const notes: { key: string; type: "warning" | "info"; text: string }[] = [];
  if (view?.withdrawn) {
    const { by, reason } = view.withdrawn;
    notes.push({
      key: "withdrawn",
      type: "warning",
      text: t(reason ? "exchanges.withdraw.byFor" : "exchanges.withdraw.by", {
        who: by.name,
        when: minuteTime(by.at),
        reason,
      }),
    });
  }
  if (view?.tombstone)
    notes.push({ key: "tombstone", type: "info", text: t("exchanges.withdraw.tombstone") });
  if (designation) {
    const { officeId, paper, road } = designation;
    notes.push({
      key: "designated",
      type: road ? "warning" : "info",
      text: [
        t("exchanges.dispute.designatedTo", { office: nameOf(officeId) }),
        paper &&
          t("exchanges.dispute.designatedOn", {
            paper: `${paper.title} ${paper.number}`.trim(),
            date: paper.date,
          }),
        road && t(`exchanges.dispute.road.${road}`),
      ]
        .filter(Boolean)
        .join(" "),
    });
  }
  if (back)
    notes.push({
      key: "returned",
      type: "warning",
      text: t("exchanges.review.returned", { who: back.by.name, reason: back.reason }),
    });
  if (offline)
    notes.push({
      key: "offline",
      type: "info",
      text: t("exchanges.offline.waiting", {
        who: offline.uploaded.name,
        when: minuteTime(offline.uploaded.at),
        leader: offline.signedBy.name,
        date: offline.signedOn,
      }),
    });
  if (lead?.suggestion === "refer_up" && lead.can.includes("refer_up"))
    notes.push({ key: "refer_up", type: "warning", text: t("leads.page.suggestion") });
  if (lead?.recording) {
    const { officeId, recordedOn, number } = lead.recording;
    const office = nameOf(officeId);
    notes.push(
      recordedOn === null
        ? {
            key: "recording",
            type: "warning",
            text: t("leads.page.recordingDue", {
              office,
              date: dayOf(new Date(lead.registeredAt)),
            }),
          }
        : {
            key: "recording",
            type: "info",
            text: `${t("leads.page.recordingDone", { office, date: recordedOn })} ${number}`.trim(),
          },
    );
  }
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {notes.map(({ key, type, text }) => (
        <li key={key} className={cx(styles.note, type === "warning" && styles.warning)}>
          {text}
        </li>
      ))}
    </ul>
  );
}
