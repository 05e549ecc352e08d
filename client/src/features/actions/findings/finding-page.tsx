import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { FindingView } from "@hub/domain/actions/record-contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { Facts } from "../../../ui/facts.tsx";
import { OfficeName } from "../../../ui/names.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { When } from "../../../ui/when.tsx";
import { CheckCode } from "../../exchanges/acts/formal-frame.tsx";
import { FixText } from "../fix-text.tsx";
import { actionQuery, findingQuery } from "../queries.ts";
import { AmendDialog } from "./amend.tsx";
import { Custody } from "./custody.tsx";
import { PastPart } from "./past.tsx";
import { Photos } from "./photos.tsx";
import { SettleDialog } from "./settle.tsx";
import { SettledText } from "./settled-text.tsx";
import { VerifyPart } from "./verify.tsx";
import styles from "../actions.module.css";

/** One finding: what was seen, its photos with their digests, who kept what when, and what becomes of it. */
export function FindingPage() {
  const { actionId = "", findingId = "" } = useParams();
  const t = useText();
  const action = useQuery(actionQuery(actionId));
  const finding = useQuery(findingQuery(actionId, findingId));
  const thrown = action.error ?? finding.error;
  if (thrown)
    return (
      <Page title={t("actions.findings.one")}>
        <ProblemNote thrown={thrown} />
      </Page>
    );
  if (!action.data || !finding.data) return <PageSkeleton rows={10} />;
  return <Finding view={action.data} finding={finding.data} />;
}

function Finding({ view, finding }: { view: ActionView; finding: FindingView }) {
  const t = useText();
  const [open, setOpen] = useState<"amend" | "settle" | null>(null);
  const { can, handling, evidence } = finding;
  const close = () => setOpen(null);
  const mayPrint = can.includes("print");
  const items: [string, React.ReactNode][] = [
    [
      t("actions.evidence.medium"),
      evidence.medium ? t(`actions.evidence.of.${evidence.medium}`) : "",
    ],
    [t("actions.evidence.whyCopy"), evidence.whyCopy],
    [t("actions.evidence.source"), evidence.source],
    [t("actions.evidence.made"), evidence.made],
    [t("actions.evidence.kept"), evidence.kept],
    [t("actions.evidence.holder"), evidence.holder],
    [t("actions.evidence.witness"), evidence.witness],
  ];
  return (
    <Page
      title={t("actions.findings.numbered", { n: finding.number, title: finding.title })}
      aside={
        <span className={finding.alone ? styles.alone : "quiet"}>
          {finding.alone ? t("actions.findings.alone") : t("actions.findings.two")}
        </span>
      }
      actions={
        <>
          {mayPrint && (
            <Button
              href={addressOf(actionPaperRoutes.evidence, {
                actionId: view.id,
                findingId: finding.id,
              })}
              download
            >
              {finding.alone
                ? t("actions.findings.printLead")
                : t("actions.findings.printEvidence")}
            </Button>
          )}
          {can.includes("amend") && (
            <Button onClick={() => setOpen("amend")}>{t("actions.findings.amend")}</Button>
          )}
          {(can.includes("settle") || can.includes("settle_register")) && (
            <Button type="primary" onClick={() => setOpen("settle")}>
              {t("actions.findings.settle")}
            </Button>
          )}
        </>
      }
    >
      <nav aria-label={t("actions.page.gone")}>
        <Link to={`/actions/${view.id}`}>{view.title}</Link>
      </nav>
      <p>
        <CheckCode digest={finding.digest} />
      </p>
      <Section title={t("actions.findings.what")}>
        {finding.settled && (
          <p>
            <SettledText settled={finding.settled} />
            {finding.settled.reason && (
              <span className="quiet"> {finding.settled.reason}</span>
            )}{" "}
            <span className="quiet">
              {finding.settled.by.name} <When at={finding.settled.by.at} short />
            </span>
          </p>
        )}
        {finding.text && <p className={styles.text}>{finding.text}</p>}
        <Facts
          facts={[
            [t("leads.form.field"), t(`leads.field.${finding.field}`)],
            [
              t("actions.findings.where"),
              view.plan?.content.stops.find((one) => one.id === finding.stopId)?.name ??
                finding.place?.name ??
                t("actions.none"),
            ],
            [t("actions.findings.position"), <FixText key="fix" fix={finding.device.fix} />],
            [t("actions.findings.deviceAt"), <When key="at" at={finding.device.at} />],
            [
              t("actions.findings.recorders"),
              <span key="who">
                {finding.recorders.map((one, index) => (
                  <span key={one.id}>
                    {index > 0 && t("ui.list.comma")}
                    {one.name} <OfficeName id={one.officeId} short />
                  </span>
                ))}
              </span>,
            ],
          ]}
        />
      </Section>
      <Section title={t("actions.handling.title")}>
        <p className="quiet">{t("actions.handling.note")}</p>
        <Facts
          facts={[
            [t("actions.handling.text"), handling.text || t("actions.none")],
            [t("actions.handling.unit"), handling.unit || t("actions.none")],
            [t("actions.handling.basis"), handling.basis || t("actions.none")],
          ]}
        />
      </Section>
      <Photos view={view} finding={finding} />
      {can.includes("verify") && <VerifyPart actionId={view.id} finding={finding} />}
      <Section title={t("actions.evidence.title")}>
        {finding.missing.length > 0 && (
          <p className={styles.wanted}>
            {t("actions.evidence.missing")}
            {finding.missing
              .map((one) => t(`actions.evidence.wants.${one}`))
              .join(t("ui.list.comma"))}
          </p>
        )}
        <Facts facts={items.map(([name, value]) => [name, value || t("actions.none")])} />
      </Section>
      <PastPart past={finding.past} />
      <Custody lines={finding.custody} />
      {open === "amend" && <AmendDialog view={view} finding={finding} onClose={close} />}
      {open === "settle" && <SettleDialog view={view} finding={finding} onClose={close} />}
    </Page>
  );
}
