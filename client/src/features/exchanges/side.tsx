import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { Knows } from "@hub/domain/leads/contract";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { useSay } from "../../ui/say.ts";
import { dayTime, minuteTime } from "../../ui/time.ts";
import { Due, When } from "../../ui/when.tsx";
import { isAgreed } from "./send-values.ts";
import { TermsText, usePeriodText } from "./terms-field.tsx";
import styles from "./side.module.css";

/** Both sides with 承办人 and telephone: the first thing one asks when something is unclear. */
export function PartiesSection({ view }: { view: ExchangeView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const from = view.kind === "notice" ? "fromNotice" : "from";
  return (
    <Section title={t("exchanges.party.title")}>
      <div className={styles.people}>
        {view.parties.map((party) => (
          <div key={party.officeId}>
            <div className={styles.small}>
              {party.officeId === view.fromOfficeId
                ? t(`exchanges.party.${from}`)
                : t("exchanges.party.to")}
            </div>
            <div className={styles.office}>{nameOf(party.officeId)}</div>
            <div>
              {party.handler?.name ? (
                <>
                  <span className="quiet">{t("exchanges.party.handler")} </span>
                  {party.handler.name} <span className="quiet">{party.handler.title}</span>
                </>
              ) : (
                <span className="quiet">{t("exchanges.party.noHandler")}</span>
              )}
            </div>
            {party.telephone && (
              <div>
                <span className="quiet">{t("exchanges.party.telephone")} </span>
                <a
                  className="number"
                  href={`tel:${party.telephone}`}
                  aria-label={t("exchanges.party.call", {
                    office: nameOf(party.officeId),
                    number: party.telephone,
                  })}
                >
                  {party.telephone}
                </a>
              </div>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Clocks with what they rest on; a clock that nobody agreed on is not there, and that is said. */
export function ClocksSection({ view }: { view: ExchangeView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const periodText = usePeriodText();
  if (view.kind === "notice" || view.tombstone) return null;
  return (
    <Section title={t("exchanges.clock.title")}>
      {view.clocks.length === 0 && <AheadOrNone view={view} />}
      <ul>
        {view.clocks.map((clock) => {
          const period = periodText(clock.period);
          return (
            <li key={`${clock.key}.${clock.from}`} className={styles.clock}>
              <div className={styles.clockHead}>
                <span>
                  {t(`exchanges.clock.key.${clock.key}`)}{" "}
                  <span className="quiet">
                    {clock.key === "progress" ? t("exchanges.clock.every", { period }) : period}
                  </span>
                </span>
                {clock.stopped ? (
                  <span className="quiet">
                    {t("exchanges.clock.stopped", { when: dayTime(clock.metAt ?? clock.due) })}
                  </span>
                ) : clock.metAt ? (
                  <span className={clock.overdueDays > 0 ? styles.late : styles.met}>
                    {clock.overdueDays > 0
                      ? t("exchanges.clock.metLate", {
                          when: dayTime(clock.metAt),
                          count: clock.overdueDays,
                        })
                      : t("exchanges.clock.met", { when: dayTime(clock.metAt) })}
                  </span>
                ) : clock.held ? (
                  <span className="quiet">{t("exchanges.clock.held")}</span>
                ) : (
                  <Due at={clock.due} kind="agreed" />
                )}
              </div>
              <div className={styles.small}>
                {t("exchanges.clock.agreed")}
                {clock.basis && ` · ${t("exchanges.clock.basis", { basis: clock.basis })}`}
                {!clock.metAt &&
                  ` · ${t("exchanges.clock.who", { office: nameOf(clock.officeId, true) })}`}
                {` · ${minuteTime(clock.due)}`}
              </div>
              {clock.provisional && !clock.metAt && (
                <div className={styles.small}>{t("exchanges.clock.provisional")}</div>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Before anything runs: the periods that begin when it is issued, or that none is agreed. */
function AheadOrNone({ view }: { view: ExchangeView }) {
  const t = useText();
  if (!view.sentAt && isAgreed(view.terms))
    return (
      <>
        <TermsText terms={view.terms} />
        <p className={styles.small}>
          {t("exchanges.clock.ahead")}
          {view.agreement && ` · ${t("exchanges.clock.basis", { basis: view.agreement })}`}
        </p>
      </>
    );
  return (
    <>
      <p>{t("exchanges.clock.none")}</p>
      <p className={styles.small}>{t("exchanges.clock.noneHint")}</p>
    </>
  );
}

/** 知悉范围: which offices and people may read it, since when, and why. */
export function KnowsSection({ knows }: { knows: readonly Knows[] }) {
  const t = useText();
  const say = useSay();
  const nameOf = useOfficeName();
  // A lead and its exchange may both let the same people in: they know it since the first of the two.
  const first = new Map<string, Knows>();
  for (const one of knows) {
    const key = `${one.officeId}.${one.group}.${one.officer?.id ?? ""}`;
    const known = first.get(key);
    if (!known || one.since < known.since) first.set(key, one);
  }
  const offices = [...new Set(knows.map((one) => one.officeId))];
  return (
    <Section title={t("leads.page.knows")}>
      <p className={styles.small}>{t("leads.page.knowsHint")}</p>
      <div className={styles.people}>
        {offices.map((officeId) => (
          <div key={officeId}>
            <div className={styles.office}>{nameOf(officeId)}</div>
            <ul>
              {[...first.values()]
                .filter((one) => one.officeId === officeId)
                .map((one) => (
                  <li
                    key={`${one.group}.${one.officer?.id ?? ""}.${one.why}`}
                    className={styles.person}
                  >
                    <span>
                      {one.officer ? one.officer.name : t(`leads.page.group.${one.group}`)}
                    </span>
                    <span className={styles.small}>
                      {say(`leads.page.whys.${one.why}`) ?? one.why} · <When at={one.since} short />
                    </span>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** 分派 and 改派: who had it until when; the present one first. */
export function AssignmentsSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.assignments.length === 0) return null;
  return (
    <Section title={t("exchanges.assign.history")}>
      <ul className={styles.people}>
        {view.assignments.toReversed().map((one) => (
          <li key={one.by.at}>
            <div>
              <strong>{one.prosecutor.name}</strong>{" "}
              <span className={styles.small}>
                {one.until
                  ? t("exchanges.assign.until", { when: minuteTime(one.until) })
                  : t("exchanges.assign.present")}
              </span>
            </div>
            <div className={styles.small}>
              {[...one.assistants, ...(one.clerk ? [one.clerk] : [])]
                .map((card) => card.name)
                .join(t("ui.list.comma"))}
            </div>
            <div className={styles.small}>
              {one.by.name} <When at={one.by.at} short />
              {one.reason && ` · ${one.reason}`}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** 传阅记录 of a notice. */
export function ReadsSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.kind !== "notice" || !view.sentAt) return null;
  return (
    <Section title={t("exchanges.read.list")}>
      {view.reads.length === 0 ? (
        <p className="quiet">{t("exchanges.read.none")}</p>
      ) : (
        <ul>
          {view.reads.map((one) => (
            <li key={one.officerId} className={styles.person}>
              <span>
                {one.role} {one.name}
              </span>
              <span className={styles.small}>
                <When at={one.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
