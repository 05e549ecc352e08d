import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { FindingView, Verified } from "@hub/domain/actions/record-contract";
import { newId } from "@hub/domain/kernel/ids";
import { Button } from "antd";
import { useRef, useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { When } from "../../../ui/when.tsx";
import { hashOf } from "../field/hashing.ts";
import styles from "../actions.module.css";

interface Compared {
  name: string;
  sha256: string;
  /** Whose digest it is; null: no photo of this finding has it. */
  fileId: string | null;
}

/**
 * 核验: a file at hand is hashed in this browser and compared with the record, without going anywhere; and the hub hashes the bytes it
 * keeps anew.
 */
export function VerifyPart({ actionId, finding }: { actionId: string; finding: FindingView }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [compared, setCompared] = useState<readonly Compared[]>([]);
  const [verified, setVerified] = useState<Verified | null>(null);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  async function run(work: () => Promise<void>) {
    setBusy(true);
    setThrown(null);
    await work().catch(setThrown);
    setBusy(false);
  }
  const compare = (files: readonly File[]) =>
    run(async () => {
      const found: Compared[] = [];
      for (const file of files) {
        const sha256 = await hashOf(file);
        const shot = finding.shots.find((one) => one.shot.sha256 === sha256);
        found.push({ name: file.name, sha256, fileId: shot?.shot.fileId ?? null });
      }
      setCompared(found);
    });
  const verify = () =>
    run(async () => {
      const params = { actionId, findingId: finding.id };
      setVerified(await call(actionRoutes.verify, { params, body: { id: newId() } }));
    });

  return (
    <Section title={t("actions.verify.title")}>
      <p className="quiet">{t("actions.verify.hint")}</p>
      <div className={styles.acts}>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t("actions.verify.choose")}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = "";
            void compare(files);
          }}
        />
        <Button loading={busy} onClick={() => input.current?.click()}>
          {t("actions.verify.choose")}
        </Button>
        <Button loading={busy} disabled={finding.photos === 0} onClick={() => void verify()}>
          {t("actions.verify.stored")}
        </Button>
      </div>
      <ProblemNote thrown={thrown} />
      <ul className={styles.lines} aria-live="polite">
        {compared.map(({ name, sha256, fileId }) => (
          <li key={sha256}>
            <span>{name}</span>
            <span className={fileId ? styles.same : styles.differs}>
              {fileId ? t("actions.verify.same") : t("actions.verify.unknown")}
            </span>
            <span className={styles.hash}>{sha256}</span>
          </li>
        ))}
        {verified?.files.map(({ fileId, name, now, same }) => (
          <li key={fileId}>
            <span>{name}</span>
            <span className={same ? styles.same : styles.differs}>
              {same ? t("actions.verify.whole") : t("actions.verify.broken")}
            </span>
            <span className={styles.hash}>{now?.sha256 ?? t("actions.verify.gone")}</span>
          </li>
        ))}
      </ul>
      {verified && (
        <p className={verified.whole ? styles.same : styles.differs} role="status">
          {verified.whole ? t("actions.verify.allWhole") : t("actions.verify.notWhole")}{" "}
          <When at={verified.at} />
        </p>
      )}
    </Section>
  );
}
