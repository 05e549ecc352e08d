import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { ClauseKey, type Clause } from "@hub/domain/clauses/contract";
import { importRoutes } from "@hub/domain/agreements/import-contract";
import { fromLibrary, missingOf } from "@hub/domain/clauses/rules";
import { newId } from "@hub/domain/kernel/ids";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { problemText, useSay } from "../../ui/say.ts";
import { ClauseEditor } from "./clause-editor.tsx";
import { useArticleText } from "./names.tsx";
import { OneFileButton } from "./one-file.tsx";
import styles from "./clauses-field.module.css";

interface ClausesFieldProps {
  value?: Clause[];
  onChange?: (clauses: Clause[]) => void;
  parties: readonly { officeId: string | null; name: string }[];
  /** What the uploaded document is called, where nothing stands in the title yet. */
  onTitle?: (title: string) => void;
}

/** The articles of a text in order: from the library, written, or read from a document. */
export function ClausesField({ value = [], onChange, parties, onTitle }: ClausesFieldProps) {
  const t = useText();
  const articleOf = useArticleText();
  const [open, setOpen] = useState<string | null>(null);
  const change = (next: Clause[]) => onChange?.(next);
  const swap = (index: number, to: number) => {
    const [one, other] = [value[index], value[to]];
    if (one && other) change(value.with(index, other).with(to, one));
  };
  const add = (key: ClauseKey) => {
    const clause = fromLibrary(newId(), key);
    change([...value, clause]);
    setOpen(clause.id);
  };
  return (
    <div>
      <ol className={styles.clauses}>
        {value.map((clause, index) => (
          <li key={clause.id} className={styles.clause}>
            <div className={styles.head}>
              <button
                type="button"
                className={styles.name}
                aria-expanded={open === clause.id}
                onClick={() => setOpen(open === clause.id ? null : clause.id)}
              >
                {articleOf({ number: index + 1, heading: clause.heading })}
              </button>
              {missingOf(clause).length > 0 && (
                <span className={styles.missing}>
                  {t("agreements.clause.missing", { count: missingOf(clause).length })}
                </span>
              )}
              <span className={styles.tools}>
                <Button
                  size="small"
                  type="text"
                  disabled={index === 0}
                  aria-label={t("agreements.clause.up", { heading: clause.heading })}
                  icon={<ArrowUpOutlined aria-hidden="true" />}
                  onClick={() => swap(index, index - 1)}
                />
                <Button
                  size="small"
                  type="text"
                  disabled={index === value.length - 1}
                  aria-label={t("agreements.clause.down", { heading: clause.heading })}
                  icon={<ArrowDownOutlined aria-hidden="true" />}
                  onClick={() => swap(index, index + 1)}
                />
                <Button
                  size="small"
                  type="text"
                  aria-label={t("agreements.clause.remove", { heading: clause.heading })}
                  icon={<DeleteOutlined aria-hidden="true" />}
                  onClick={() => change(value.filter((one) => one !== clause))}
                />
              </span>
            </div>
            {open === clause.id ? (
              <ClauseEditor
                clause={clause}
                parties={parties}
                onChange={(next) => change(value.with(index, next))}
              />
            ) : (
              <p className={styles.text}>{clause.text}</p>
            )}
          </li>
        ))}
      </ol>
      <div className={styles.add}>
        <LibraryPicker onPick={add} />
        <FromDocument
          onRead={(clauses, title) => {
            change([...value, ...clauses]);
            if (title) onTitle?.(title);
          }}
        />
      </div>
    </div>
  );
}

/** 条款库: 22 types, and one of one's own. */
export function LibraryPicker({ onPick }: { onPick: (key: ClauseKey) => void }) {
  const t = useText();
  return (
    <Select<ClauseKey | null>
      className={styles.library ?? ""}
      value={null}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("agreements.clause.add")}
      aria-label={t("agreements.clause.add")}
      options={ClauseKey.options.map((key) => ({
        value: key,
        label: t(`agreements.clauseKey.${key}`),
      }))}
      onChange={(key) => key && onPick(key)}
    />
  );
}

/** Reads a .docx whose articles begin with 第一条【…】. */
function FromDocument({ onRead }: { onRead: (clauses: Clause[], title: string) => void }) {
  const t = useText();
  const say = useSay();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const read = async (fileId: string) => {
    setBusy(true);
    try {
      const { clauses, title } = await call(importRoutes.readClauses, { body: { fileId } });
      if (clauses.length === 0) message.warning(t("agreements.clause.noneRead"));
      else {
        onRead(clauses, title);
        message.success(t("agreements.clause.read", { count: clauses.length }));
      }
    } catch (thrown) {
      message.error(problemText(say, problemOf(thrown)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <OneFileButton
      accept=".docx"
      busy={busy}
      label={t("agreements.clause.fromDocument")}
      onKept={(fileId) => void read(fileId)}
    />
  );
}
