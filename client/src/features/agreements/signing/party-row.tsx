import type {
  Check,
  PaperView,
  SignatureView,
  SigningParty,
  SigningView,
} from "@hub/domain/signatures/contract";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { cx } from "../../../ui/cx.ts";
import { downloadOf } from "../../../ui/materials.tsx";
import { minuteTime } from "../../../ui/time.ts";
import { When } from "../../../ui/when.tsx";
import { CheckCode } from "../../exchanges/acts/formal-frame.tsx";
import { DIALOGS, type DialogAct } from "./dialogs.tsx";
import styles from "./signing.module.css";
import { verifyHere } from "./verify.ts";

interface Props {
  view: SigningView;
  party: SigningParty;
}

interface PartyRowProps extends Props {
  /** Opens this act at once, when it may be done: how a notice leads here. */
  first: string | null;
  onFirstClosed: () => void;
}

/** One party: where it stands, its signature with the button that verifies it, and what this officer may do for it. */
export function PartyRow({ view, party, ...opened }: PartyRowProps) {
  const t = useText();
  const { signature, paper, declines, rejections } = party;
  return (
    <li className={styles.party}>
      <div className={styles.head}>
        <span className={styles.name}>{party.name}</span>
        {party.host && <span className="quiet">{t("signing.host")}</span>}
        <span className={cx(party.state === "signed" && styles.signed)}>
          {t(`signing.party.${party.state}`)}
        </span>
        {party.deadline && !signature && (
          <span className={cx("number", party.overdueDays > 0 && styles.late)}>
            {t("signing.deadline", { day: party.deadline })}
            {party.overdueDays > 0 && ` · ${t("signing.overdue", { count: party.overdueDays })}`}
          </span>
        )}
      </div>
      {signature?.mode === "online" && <Online view={view} party={party} row={signature} />}
      {signature?.mode === "paper" && (
        <Paper paper={signature.paper} confirmer={signature.confirmed.name} />
      )}
      {paper && <Paper paper={paper} confirmer={null} />}
      {declines.map(({ opinion, by }) => (
        <p key={by.at} className={styles.quiet}>
          {t("signing.decline.line", { who: by.name })} <When at={by.at} short />：{opinion}
        </p>
      ))}
      {rejections.map(({ reason, by }) => (
        <p key={by.at} className={styles.quiet}>
          {t("signing.paper.returned", { who: by.name })} <When at={by.at} short />：{reason}
        </p>
      ))}
      <Acts view={view} party={party} {...opened} />
    </li>
  );
}

function Online({ view, party, row }: Props & { row: Extract<SignatureView, { mode: "online" }> }) {
  const t = useText();
  const [fails, setFails] = useState<Check[] | null>(null);
  const [busy, setBusy] = useState(false);
  async function verify() {
    setBusy(true);
    setFails(await verifyHere(view, { partyId: party.id, row }));
    setBusy(false);
  }
  return (
    <>
      <p className={styles.quiet}>
        {row.by.role} {row.by.name}　<When at={row.by.at} />
        {row.basis && `　${row.basis}`}
        <br />
        {t("signing.keys.fingerprint")} <CheckCode digest={row.fingerprint} />
      </p>
      <div className={styles.acts}>
        <Button
          size="small"
          loading={busy}
          aria-label={t("signing.verify.of", { party: party.name })}
          onClick={() => void verify()}
        >
          {t("signing.verify.act")}
        </Button>
      </div>
      {fails && (
        <Alert
          role="status"
          showIcon
          type={fails.length === 0 ? "success" : "error"}
          title={fails.length === 0 ? t("signing.verify.holds") : t("signing.verify.fails")}
          description={
            fails.length > 0
              ? fails.map((check) => t(`signing.verify.check.${check}`)).join(t("ui.list.comma"))
              : undefined
          }
        />
      )}
    </>
  );
}

function Paper({ paper, confirmer }: { paper: PaperView; confirmer: string | null }) {
  const t = useText();
  const { file, recorded } = paper;
  return (
    <p className={styles.quiet}>
      {t("signing.paper.line", { role: paper.role, who: paper.signedBy, day: paper.signedOn })}　
      <a href={downloadOf(file.fileId)} download>
        {file.title}
      </a>
      <br />
      {confirmer === null
        ? t("signing.paper.waits", { who: recorded.name, when: minuteTime(recorded.at) })
        : t("signing.paper.checked", { recorder: recorded.name, confirmer })}
      <br />
      <span className={styles.code}>{t("signing.sm3", { digest: file.sm3 })}</span>
    </p>
  );
}

const NAMES = {
  decline: "signing.decline.act",
  record_paper: "signing.paper.record",
  confirm_paper: "signing.paper.confirm",
  reject_paper: "signing.paper.reject",
  set_deadline: "signing.limit.act",
} as const satisfies Record<DialogAct, string>;

function Acts({ view, party, first, onFirstClosed }: PartyRowProps) {
  const t = useText();
  const [open, setOpen] = useState<DialogAct | null>(null);
  const acts = party.can.filter((act): act is DialogAct => act !== "sign");
  if (acts.length === 0) return null;
  const shown = open ?? acts.find((act) => act === first);
  const close = () => {
    setOpen(null);
    if (first) onFirstClosed();
  };
  return (
    <div className={cx(styles.acts, "screen-only")}>
      {acts.map((act) => (
        <Button
          key={act}
          size="small"
          danger={act === "reject_paper"}
          aria-label={`${t(NAMES[act])} · ${party.name}`}
          onClick={() => setOpen(act)}
        >
          {t(NAMES[act])}
        </Button>
      ))}
      {(shown ? [shown] : []).map((act) => {
        const Dialog = DIALOGS[act];
        return <Dialog key={act} view={view} party={party} open onClose={close} />;
      })}
    </div>
  );
}
