import type { AgreementView } from "@hub/domain/agreements/contract";
import type { ProposalAct, ProposalView } from "@hub/domain/proposals/contract";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { When } from "../../ui/when.tsx";
import { ProposalStateMark } from "./marks.tsx";
import { useArticleText } from "./names.tsx";
import { PROPOSAL_DIALOGS, type ProposalDialogName } from "./proposals/dialogs.tsx";
import { Redline } from "./redline.tsx";
import { isInside } from "./shown-text.ts";
import styles from "./proposal-card.module.css";

/** Which dialog each act opens, in the order of their buttons. */
const BUTTONS: readonly { act: ProposalAct; dialog: ProposalDialogName }[] = [
  { act: "release", dialog: "release" },
  { act: "pass", dialog: "review" },
  { act: "submit", dialog: "submit" },
  { act: "decide", dialog: "decide" },
  { act: "answer", dialog: "answer" },
  { act: "edit", dialog: "edit" },
  { act: "return", dialog: "return" },
  { act: "withdraw", dialog: "withdraw" },
  { act: "discard", dialog: "discard" },
];
const FORMAL: readonly ProposalAct[] = ["release"];
const HARMFUL: readonly ProposalAct[] = ["withdraw", "discard"];

interface ProposalCardProps {
  view: AgreementView;
  proposal: ProposalView;
  /** A link led here: it comes into view and is marked. */
  sought?: boolean;
}

/** One office's change of one article, in place: the redline, who speaks, what the others say, and what I may do. */
export function ProposalCard({ view, proposal, sought = false }: ProposalCardProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const [open, setOpen] = useState<ProposalDialogName | null>(null);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!sought) return;
    card.current?.scrollIntoView({ block: "center" });
    card.current?.focus({ preventScroll: true });
  }, [sought]);
  const inside = isInside(proposal);
  const buttons = BUTTONS.filter(
    ({ act }) => proposal.can.includes(act) && !(act === "return" && proposal.can.includes("pass")),
  );
  const Dialog = open && PROPOSAL_DIALOGS[open];
  return (
    <div
      ref={card}
      className={cx(styles.card, inside && styles.own, sought && styles.sought)}
      id={`proposal-${proposal.id}`}
      role="group"
      tabIndex={-1}
      aria-label={t("agreements.proposal.of", { office: nameOf(proposal.officeId, true) })}
    >
      <div className={styles.head}>
        <strong>{nameOf(proposal.officeId, true)}</strong>
        <span>{t(`agreements.proposal.op.${proposal.change.op}`)}</span>
        <ProposalStateMark state={proposal.state} />
        {inside && <span className={styles.ownMark}>{t("agreements.proposal.ownOnly")}</span>}
        {proposal.released && (
          <span className="quiet">
            <When at={proposal.released.at} short />
          </span>
        )}
        {!proposal.released && proposal.drafted && (
          <span className="quiet">{proposal.drafted.name}</span>
        )}
      </div>
      <What view={view} proposal={proposal} />
      {proposal.overtaken && (
        <p className={styles.overtaken}>{t("agreements.proposal.overtaken")}</p>
      )}
      {proposal.reason && (
        <p className={styles.reason}>
          <span className="quiet">{t("agreements.proposal.reason")}</span> {proposal.reason}
        </p>
      )}
      <Said proposal={proposal} />
      {buttons.length > 0 && (
        <div className={cx(styles.acts, "screen-only")}>
          {buttons.map(({ act, dialog }, index) => (
            <Button
              key={act}
              size="small"
              type={index === 0 && act !== "edit" && !HARMFUL.includes(act) ? "primary" : "default"}
              danger={HARMFUL.includes(act)}
              className={FORMAL.includes(act) ? (styles.formal ?? "") : ""}
              onClick={() => setOpen(dialog)}
            >
              {t(`agreements.proposal.act.${act}`)}
            </Button>
          ))}
        </div>
      )}
      {Dialog && <Dialog view={view} proposal={proposal} open onClose={() => setOpen(null)} />}
    </div>
  );
}

/** What it would change, as a redline; a move says where to. */
function What({ view, proposal }: { view: AgreementView; proposal: ProposalView }) {
  const t = useText();
  const articleOf = useArticleText();
  const { change, redline } = proposal;
  if (change.op === "opinion") return null;
  if (change.op === "move") {
    const clauses = view.draft?.clauses ?? [];
    const at = clauses.findIndex((one) => one.id === change.after);
    const before = clauses[at];
    return (
      <p className={styles.redline}>
        {before
          ? t("agreements.proposal.moveAfter", {
              article: articleOf({ number: at + 1, heading: before.heading }),
            })
          : t("agreements.proposal.moveFirst")}
      </p>
    );
  }
  return (
    <p className={styles.redline}>
      {redline.heading.length > 0 && (
        <strong>
          【<Redline segments={redline.heading} />】
        </strong>
      )}
      <Redline segments={redline.text} />
    </p>
  );
}

/** What the own people, the other parties and the host say to it. */
function Said({ proposal }: { proposal: ProposalView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const { answers, decision, returns } = proposal;
  const back = returns.at(-1);
  return (
    <>
      {back && proposal.state === "draft" && (
        <p className={styles.answer}>
          {t("agreements.proposal.returned", { name: back.by.name })}
          {t("ui.list.colon")}
          {back.reason}
        </p>
      )}
      {answers.map((one) => (
        <p key={one.officeId} className={styles.answer}>
          <span className={one.agree ? styles.agrees : styles.differs}>
            {nameOf(one.officeId, true)}{" "}
            {t(one.agree ? "agreements.proposal.agrees" : "agreements.proposal.differs")}
          </span>
          {one.reason && `${t("ui.list.colon")}${one.reason}`}
        </p>
      ))}
      {decision && (
        <p className={styles.answer}>
          <strong>{t(`agreements.proposal.outcome.${decision.outcome}`)}</strong>
          {decision.reason && `${t("ui.list.colon")}${decision.reason}`}
        </p>
      )}
    </>
  );
}
