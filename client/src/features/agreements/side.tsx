import type { AgreementView } from "@hub/domain/agreements/contract";
import { OVER } from "@hub/domain/agreements/flow";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { Facts } from "../../ui/facts.tsx";
import { FileLink } from "../../ui/materials.tsx";
import { OfficeName, useDepartmentName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { sizeText } from "../../ui/uploads.ts";
import { When } from "../../ui/when.tsx";
import { KeptSection } from "../dashboards/agreement-kept.tsx";
import { KnowsSection } from "../exchanges/side.tsx";
import sideStyles from "../exchanges/side.module.css";
import { usePartyName, useTermText } from "./names.tsx";

/** The parties in signing order, with what each has done about the text on its way. */
function Parties({ view }: { view: AgreementView }) {
  const t = useText();
  const nameOf = usePartyName();
  const departmentOf = useDepartmentName();
  return (
    <Section title={t("agreements.side.parties")}>
      <ol className={sideStyles.people}>
        {view.parties.map((party) => (
          <li key={party.id}>
            <div className={sideStyles.office}>
              {party.index + 1}. {nameOf(party)}
              {party.host && <span className="quiet">（{t("agreements.party.host")}）</span>}
            </div>
            <div className={sideStyles.small}>
              {[
                party.officeId === null && t("agreements.party.outside"),
                party.accededOn && t("agreements.side.acceded", { day: party.accededOn }),
                party.leftOn && t("agreements.side.left", { day: party.leftOn }),
                party.approvedAt && t("agreements.side.approved"),
                party.consent &&
                  t("agreements.side.consented", {
                    superior: party.consent.superior,
                    day: party.consent.on,
                  }),
                party.sealedOn && t("agreements.side.sealed", { day: party.sealedOn }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </div>
            {(party.departmentId !== null || party.team.length > 0) && (
              <div className={sideStyles.small}>
                {[
                  party.departmentId ? departmentOf(party.departmentId) : "",
                  ...party.team.map((one) => one.name),
                ]
                  .filter((one) => one !== "")
                  .join(t("ui.list.comma"))}
              </div>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The own office's 院内审批 of the settled text. */
function Approval({ view }: { view: AgreementView }) {
  const t = useText();
  const { approval } = view;
  if (!approval) return null;
  return (
    <Section title={t("agreements.side.approval")}>
      <ol>
        {approval.steps.map((step) => {
          const done = approval.done.find((one) => one.step === step);
          return (
            <li key={step} className={sideStyles.person}>
              <span>{t(`agreements.approval.step.${step}`)}</span>
              <span className={sideStyles.small}>
                {done ? (
                  <>
                    {done.by.name} <When at={done.by.at} short />
                    {done.note && ` · ${done.note}`}
                  </>
                ) : (
                  t(
                    approval.next === step && view.state === "approving"
                      ? "agreements.approval.now"
                      : "agreements.approval.ahead",
                  )
                )}
              </span>
            </li>
          );
        })}
        {approval.meeting && (
          <li className={sideStyles.person}>
            <span>{t("agreements.acts.meeting")}</span>
            <span className={sideStyles.small}>
              {approval.meeting.on} {t(`agreements.approval.meeting.${approval.meeting.result}`)}
            </span>
          </li>
        )}
      </ol>
    </Section>
  );
}

function About({ view }: { view: AgreementView }) {
  const t = useText();
  const words = useTermText();
  const { values, inForce } = view;
  const facts: [string, string][] = [
    [t("agreements.form.instrument"), t(`agreements.instrument.${view.instrument}`)],
    [t("agreements.form.number"), view.number],
    [t("agreements.form.area"), view.area],
    [
      t("agreements.form.fields"),
      view.fields.map((one) => t(`leads.field.${one}`)).join(t("ui.list.comma")),
    ],
    [t("agreements.form.signedOn"), view.signedOn ?? ""],
    [t("agreements.form.effect"), words.effect(values.effect)],
    [t("agreements.form.effectiveOn"), inForce?.effectiveOn ?? ""],
    [t("agreements.form.term"), words.term(values.term)],
    [t("agreements.board.until"), inForce?.until ?? ""],
    [t("agreements.form.assessOn"), view.assessOn ?? ""],
    [t("agreements.form.remark"), values.remark],
  ];
  return (
    <Section title={t("agreements.side.about")}>
      <Facts facts={facts.filter(([, value]) => value !== "")} />
    </Section>
  );
}

/** The scanned original, which is the authoritative copy. */
function Scans({ view }: { view: AgreementView }) {
  const t = useText();
  if (view.scans.length === 0) return null;
  return (
    <Section title={t("agreements.side.scans")}>
      <ul>
        {view.scans.map((file) => (
          <li key={file.fileId} className={sideStyles.person}>
            <FileLink file={file} />
            <span className={sideStyles.small}>{sizeText(file.size)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Relations({ view }: { view: AgreementView }) {
  const t = useText();
  if (view.relations.length === 0) return null;
  return (
    <Section title={t("agreements.side.relations")}>
      <ul className={sideStyles.people}>
        {view.relations.map((one) => (
          <li key={`${one.kind}.${one.direction}.${one.agreementId ?? one.title}`}>
            <div className={sideStyles.small}>
              {t(`agreements.relation.${one.direction}.${one.kind}`)}
            </div>
            {one.agreementId ? (
              <Link to={`/agreements/${one.agreementId}`}>{one.title}</Link>
            ) : (
              one.title
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What has happened beside the text: filings, assessments, what came back and why, and the end. */
function Records({ view }: { view: AgreementView }) {
  const t = useText();
  const lines: { key: string; what: string; text: string }[] = [
    ...view.filings.map((one) => ({
      key: `file.${one.by.at}`,
      what: t("agreements.act.file"),
      text: [one.on, one.to, one.number].filter((part) => part !== "").join(" "),
    })),
    ...view.assessments.map((one) => ({
      key: `assess.${one.by.at}`,
      what: t("agreements.act.assess"),
      text: `${one.on} ${one.conclusion}`,
    })),
    ...view.returns.map((one) => ({
      key: `return.${one.by.at}`,
      what:
        one.voided === null
          ? t("agreements.side.sentBack")
          : t("agreements.side.voided", { number: one.voided }),
      text: `${one.by.name}${t("ui.list.colon")}${one.reason}`,
    })),
    ...(view.ended
      ? [
          {
            key: "ended",
            // A revision may be under way when the older version comes to its term.
            what: t(`agreements.state.${OVER.includes(view.state) ? view.state : "expired"}`),
            text: `${view.ended.on} ${view.ended.reason}`,
          },
        ]
      : []),
  ];
  if (lines.length === 0) return null;
  return (
    <Section title={t("agreements.side.records")}>
      <ul className={sideStyles.people}>
        {lines.map(({ key, what, text }) => (
          <li key={key}>
            <div className={sideStyles.small}>{what}</div>
            {text}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Everything about an agreement that is not its text. */
export function Side({ view }: { view: AgreementView }) {
  const t = useText();
  return (
    <>
      <KeptSection agreementId={view.id} />
      <Parties view={view} />
      <Approval view={view} />
      <About view={view} />
      <Scans view={view} />
      <Relations view={view} />
      <Records view={view} />
      <KnowsSection knows={view.knows} />
      <p className={sideStyles.small}>
        {t("agreements.side.drafted")} {view.drafted.name}（
        <OfficeName id={view.drafted.officeId} short />） <When at={view.drafted.at} />
      </p>
    </>
  );
}
