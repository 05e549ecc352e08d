import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import type { SigningView } from "@hub/domain/signatures/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useParams, useSearchParams } from "react-router";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { Facts } from "../../../ui/facts.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { When } from "../../../ui/when.tsx";
import { CheckCode } from "../../exchanges/acts/formal-frame.tsx";
import { FrozenText } from "./frozen-text.tsx";
import { PartyRow } from "./party-row.tsx";
import { signingQuery } from "./queries.ts";
import { SignPanel } from "./sign-panel.tsx";
import styles from "./signing.module.css";

/** 会签: the frozen text on one side; on the other what is signed, by whom, and each signature to be verified. */
export function SigningPage() {
  const t = useText();
  const { agreementId = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const number = Number(search.get("number")) || undefined;
  const { data: view, error, refetch } = useQuery(signingQuery(agreementId, number));
  if (!view)
    return (
      <Page title={t("signing.title")}>
        {error ? (
          <ProblemNote thrown={error} onRetry={() => void refetch()} />
        ) : (
          <PageSkeleton rows={8} />
        )}
      </Page>
    );
  const first = search.get("act");
  // A notice says what waits, not of which party: it is the first for which it may be done.
  const asked = view.parties.find((party) => party.can.some((act) => act === first));
  const clearFirst = () =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete("act");
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={t("signing.of", { title: view.title })}
      aside={<span>{t(`signing.state.${view.state}`)}</span>}
      actions={view.state === "complete" && <Papers view={view} />}
    >
      <div className={styles.columns}>
        <FrozenText canonical={view.canonical} />
        <div className={styles.side}>
          <Section title={t("signing.version", { number: view.number })}>
            <Facts
              facts={[
                [t("signing.code"), <CheckCode key="code" digest={view.digest} />],
                [t("signing.frozenAt"), <When key="at" at={view.anchor.at} />],
                [t("signing.anchor"), <CheckCode key="anchor" digest={view.anchor.hash} />],
              ]}
            />
          </Section>
          {view.parties
            .filter((party) => party.can.includes("sign"))
            .map((party) => (
              <Section key={party.id} title={`${t("signing.sign.act")} · ${party.name}`}>
                <SignPanel view={view} party={party} />
              </Section>
            ))}
          <Section
            title={t("signing.parties")}
            aside={view.inOrder && <span className="quiet">{t("signing.inOrder")}</span>}
          >
            <ol>
              {view.parties.map((party) => (
                <PartyRow
                  key={party.id}
                  view={view}
                  party={party}
                  first={party === asked ? first : null}
                  onFirstClosed={clearFirst}
                />
              ))}
            </ol>
            <p className={styles.quiet}>{t("signing.basis")}</p>
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Papers({ view }: { view: SigningView }) {
  const t = useText();
  const at = { agreementId: view.agreementId };
  const which = { number: view.number };
  return (
    <>
      <Button href={addressOf(signatureRoutes.certificate, at, which)} target="_blank">
        {t("signing.certificate")}
      </Button>
      <Button href={addressOf(signatureRoutes.package, at, which)} download>
        {t("signing.package")}
      </Button>
    </>
  );
}
