import {
  importRoutes,
  type ImportRow,
  type PreviewRow,
} from "@hub/domain/agreements/import-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { issueText, useSay } from "../../ui/say.ts";
import rowStyles from "../leads/rows.module.css";
import { OneFileButton } from "./one-file.tsx";
import styles from "./import.module.css";

interface Read {
  /** Of the command: the same file asked for twice registers its rows once. */
  id: string;
  rows: ImportRow[];
  preview: PreviewRow[];
}

const isGood = (row: PreviewRow) => row.reads !== null && !row.registered;

/** A register from elsewhere as .xlsx: first what each row would become or what is wrong with it, then the good ones are registered. */
export function ImportPage() {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [read, setRead] = useState<Read | null>(null);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setThrown(null);
    try {
      await work();
    } catch (failure) {
      setThrown(failure);
    } finally {
      setBusy(false);
    }
  };
  const readSheet = (fileId: string) =>
    run(async () => {
      const sheet = await call(importRoutes.readSheet, { body: { fileId } });
      setRead({ id: newId(), ...sheet });
    });
  const commit = ({ id, rows }: Read) =>
    run(async () => {
      const done = await call(importRoutes.import, { body: { id, rows } });
      await client.invalidateQueries({ queryKey: ["agreements"] });
      message.success(t("agreements.import.done", done));
      void navigate("/agreements?box=all");
    });
  const good = read?.preview.filter(isGood).length ?? 0;
  return (
    <Page
      title={t("agreements.import.title")}
      actions={
        read && (
          <Button
            type="primary"
            disabled={good === 0}
            loading={busy}
            onClick={() => void commit(read)}
          >
            {t("agreements.import.commit", { count: good })}
          </Button>
        )
      }
    >
      <p className="quiet">{t("agreements.import.hint")}</p>
      <p className={styles.columns}>{t("agreements.import.columns")}</p>
      <OneFileButton
        accept=".xlsx"
        busy={busy}
        label={t(read ? "agreements.import.another" : "agreements.import.choose")}
        onKept={(fileId) => void readSheet(fileId)}
      />
      <div className={styles.said}>
        <ProblemNote thrown={thrown} />
      </div>
      {read && <Preview rows={read.preview} />}
    </Page>
  );
}

function Preview({ rows }: { rows: readonly PreviewRow[] }) {
  const t = useText();
  const [onlyWrong, setOnlyWrong] = useState(false);
  const wrong = rows.filter((row) => row.reads === null);
  const shown = onlyWrong ? wrong : rows;
  return (
    <>
      <div className={styles.summary}>
        <span role="status">
          {t("agreements.import.summary", {
            good: rows.filter(isGood).length,
            known: rows.filter((row) => row.registered).length,
            bad: wrong.length,
          })}
        </span>
        {wrong.length > 0 && (
          <Button size="small" aria-pressed={onlyWrong} onClick={() => setOnlyWrong(!onlyWrong)}>
            {t("agreements.import.onlyWrong")}
          </Button>
        )}
      </div>
      <div
        className={styles.scroll}
        // A region that scrolls can be reached and scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={t("agreements.import.title")}
      >
        <table className={rowStyles.table}>
          <caption className="unseen">{t("agreements.import.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("agreements.import.row")}</th>
              <th scope="col">{t("agreements.import.what")}</th>
              <th scope="col">{t("agreements.board.column.title")}</th>
              <th scope="col">{t("agreements.board.column.parties")}</th>
              <th scope="col">{t("agreements.form.instrument")}</th>
              <th scope="col">{t("agreements.form.signedOn")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <PreviewLine key={row.row} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function PreviewLine({ row }: { row: PreviewRow }) {
  const t = useText();
  const say = useSay();
  const { reads } = row;
  return (
    <tr>
      <td className="number">{row.row}</td>
      <td>
        {reads === null ? (
          <ul className={styles.wrong}>
            {row.issues.map((issue) => (
              <li key={`${issue.path}.${issue.code}`}>
                {say(`agreements.import.field.${issue.path.split(".")[0]}`) ?? issue.path}
                {t("ui.list.colon")}
                {issueText(say, issue)}
              </li>
            ))}
          </ul>
        ) : (
          <span className={cx(row.registered ? "quiet" : styles.good)}>
            {t(row.registered ? "agreements.import.known" : "agreements.import.good")}
          </span>
        )}
      </td>
      <td>{reads?.title}</td>
      <td>{reads?.parties.join(t("ui.list.comma"))}</td>
      <td>{reads && t(`agreements.instrument.${reads.instrument}`)}</td>
      <td className="number">{reads?.signedOn}</td>
    </tr>
  );
}
