import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { downloadOf } from "../../ui/materials.tsx";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { exactTime, minuteTime } from "../../ui/time.ts";
import { When } from "../../ui/when.tsx";
import { FormalFrame } from "./acts/formal-frame.tsx";
import { Figures } from "./entry-words.tsx";
import { FrozenFiles } from "./frozen-files.tsx";
import { PaperLinks } from "./paper-links.tsx";
import styles from "./record.module.css";

/** What the exchange has brought about so far: answers, supplements, requests, the objection, receipt and paper. */
export function ExchangeRecord({ view }: { view: ExchangeView }) {
  return (
    <>
      <FeedbackSection view={view} />
      <SupplementSection view={view} />
      <RequestSection view={view} />
      <DisputeSection view={view} />
      <SupervisionSection view={view} />
      <ReceiptSection view={view} />
      <PaperSection view={view} />
    </>
  );
}

function FeedbackSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.feedback.length === 0) return null;
  return (
    <Section title={t("exchanges.feedback.list")}>
      <ul>
        {view.feedback.map((one) => (
          <li key={one.id} className={styles.item}>
            <div className={styles.head}>
              <span className={styles.kind}>{t(`exchanges.feedback.kinds.${one.kind}`)}</span>
              {one.number && <span className="number">{one.number}</span>}
              <span className="quiet">
                {one.by.name} <When at={one.by.at} />
              </span>
            </div>
            <p className={styles.text}>{one.text}</p>
            <Figures figures={one.figures} />
            <FrozenFiles files={one.files} />
            {one.acknowledged && (
              <p className="quiet">
                {t("exchanges.feedback.acknowledged", {
                  who: one.acknowledged.name,
                  when: minuteTime(one.acknowledged.at),
                })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SupplementSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.supplements.length === 0) return null;
  return (
    <Section title={t("exchanges.supplement.list")}>
      <ul>
        {view.supplements.map((one) => (
          <li key={one.id} className={styles.item}>
            <div className={styles.head}>
              <span className={styles.kind}>{t(`exchanges.supplement.kinds.${one.kind}`)}</span>
              <span className="quiet">
                {one.by.name} <When at={one.by.at} />
              </span>
            </div>
            <p className={styles.text}>{one.text}</p>
            <FrozenFiles files={one.files} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function RequestSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.requests.length === 0) return null;
  return (
    <Section title={t("exchanges.request.list")}>
      <ul>
        {view.requests.map((one) => (
          <li key={one.id} className={styles.item}>
            <div className={styles.head}>
              <span className={styles.tag}>
                {one.answered ? t("exchanges.request.answered") : t("exchanges.request.open")}
              </span>
              <span className="quiet">
                {one.by.name} <When at={one.by.at} />
              </span>
            </div>
            <p className={styles.text}>{one.text}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** 督办: which office above reads here, on which paper, and until when. */
function SupervisionSection({ view }: { view: ExchangeView }) {
  const t = useText();
  const nameOf = useOfficeName();
  if (view.supervisions.length === 0) return null;
  return (
    <Section title={t("exchanges.supervise.list")}>
      <ul>
        {view.supervisions.map((one) => (
          <li key={one.id} className={styles.item}>
            <div className={styles.head}>
              <span className={styles.kind}>{nameOf(one.officeId, true)}</span>
              <span className="quiet">
                {one.by.name} <When at={one.by.at} />
              </span>
            </div>
            <p className={styles.text}>{one.text}</p>
            {one.ended && (
              <p className="quiet">
                {t("exchanges.supervise.endedBy", {
                  who: one.ended.name,
                  when: minuteTime(one.ended.at),
                })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The way to a decision as a line of steps: whose each is, what came of it, and on which paper. */
function DisputeSection({ view }: { view: ExchangeView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const offices = useOffices();
  const { dispute } = view;
  if (!dispute) return null;
  const now =
    dispute.outcome === null ? dispute.steps.findIndex((step) => step.result === null) : -1;
  return (
    <Section title={t("exchanges.dispute.panel")}>
      <p className={styles.text}>{dispute.reason}</p>
      <p className="quiet">
        {t("exchanges.dispute.raised", {
          who: dispute.raised.name,
          when: minuteTime(dispute.raised.at),
        })}
      </p>
      <p>
        {t("exchanges.dispute.securedBy", { office: nameOf(dispute.securesOfficeId) })}
        {dispute.securesNote && <span className="quiet">　{dispute.securesNote}</span>}
      </p>
      {dispute.outcome && (
        <p className={styles.kind}>
          {t(`exchanges.dispute.outcome.${dispute.outcome}`, {
            office: nameOf(
              dispute.designatedOfficeId ??
                (dispute.outcome === "agree" ? view.fromOfficeId : view.toOfficeId),
            ),
          })}
        </p>
      )}
      <ol className={styles.steps} style={{ marginTop: 8 }}>
        {dispute.steps.map((step) => (
          <li
            key={step.index}
            className={cx(
              styles.step,
              step.result && styles.stepDone,
              step.index === now && styles.stepNow,
            )}
            aria-current={step.index === now ? "step" : undefined}
          >
            <div className={styles.head}>
              <span className={styles.kind}>{t(`exchanges.dispute.stage.${step.stage}`)}</span>
              <span>
                {step.officeIds.map((id) => (
                  <span key={id}>
                    {nameOf(id, true)}
                    {offices.get(id)?.connected === false && (
                      <span className="quiet">（{t("exchanges.dispute.noAccount")}）</span>
                    )}{" "}
                  </span>
                ))}
              </span>
              {step.offline && <span className={styles.tag}>{t("exchanges.dispute.offline")}</span>}
            </div>
            {step.result ? (
              <div>
                {step.stage === "report"
                  ? t("exchanges.dispute.resultReport")
                  : t(`exchanges.dispute.result.${step.result}`)}
                {step.by && (
                  <span className="quiet">
                    　{step.by.name} <When at={step.by.at} />
                  </span>
                )}
              </div>
            ) : (
              step.index === now && <div className="quiet">{t("exchanges.dispute.pending")}</div>
            )}
            {step.paper && (
              <div className="quiet">
                {step.paper.title} {step.paper.number} {step.paper.date}{" "}
                {step.paper.fileId && (
                  <a href={downloadOf(step.paper.fileId)} download>
                    {t("exchanges.paper.view")}
                  </a>
                )}
              </div>
            )}
            {step.note && <div className={styles.text}>{step.note}</div>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function ReceiptSection({ view }: { view: ExchangeView }) {
  const t = useText();
  const nameOf = useOfficeName();
  if (view.kind === "notice" || !view.sentAt) return null;
  if (!view.receipt)
    return (
      <Section title={t("exchanges.receipt.title")}>
        <p className="quiet">{t("exchanges.receipt.pending")}</p>
      </Section>
    );
  const { by, digest } = view.receipt;
  return (
    <Section title={t("exchanges.receipt.title")}>
      <FormalFrame
        name={t("exchanges.sign.frame")}
        lines={[
          [t("exchanges.sign.unit"), nameOf(by.officeId)],
          [t("exchanges.sign.by"), `${by.role} ${by.name}`],
          [t("exchanges.sign.at"), exactTime(by.at)],
        ]}
        digest={digest}
        note={t("exchanges.sign.note")}
      />
    </Section>
  );
}

/** The formal paper and what the hub prints; a draft prints too, for the leader who decides on paper. */
function PaperSection({ view }: { view: ExchangeView }) {
  const t = useText();
  if (view.content === null && view.receipt === null) return null;
  const [present, ...earlier] = view.papers;
  const isAwaited = view.kind === "transfer" && view.sentAt !== null && !view.tombstone;
  return (
    <Section title={t("exchanges.paper.shown")}>
      {present ? (
        <RecordedPaper recorded={present} />
      ) : (
        isAwaited && <p className="quiet">{t("exchanges.paper.none")}</p>
      )}
      {earlier.length > 0 && (
        <>
          <p className={styles.kind}>{t("exchanges.paper.earlier")}</p>
          <ul>
            {earlier.map((one) => (
              <li key={one.id} className={styles.item}>
                <RecordedPaper recorded={one} />
              </li>
            ))}
          </ul>
        </>
      )}
      <PaperLinks view={view} />
    </Section>
  );
}

/** Number and scan, or reference; who recorded it, and when. */
function RecordedPaper({ recorded }: { recorded: ExchangeView["papers"][number] }) {
  const t = useText();
  const { paper, by } = recorded;
  return (
    <div className={styles.head}>
      {paper.via === "scan" ? (
        <>
          <span className="number">{paper.number}</span>
          <a href={downloadOf(paper.fileId)} download>
            {t("exchanges.paper.view")}
          </a>
        </>
      ) : (
        <span>{t("exchanges.paper.viaSystem", { reference: paper.reference })}</span>
      )}
      <span className="quiet">
        {by.name} <When at={by.at} />
      </span>
    </div>
  );
}
