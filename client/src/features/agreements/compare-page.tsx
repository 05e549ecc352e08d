import { useQuery } from "@tanstack/react-query";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { articleNumber } from "@hub/domain/agreements/words";
import type { ClauseChange, Segment } from "@hub/domain/clauses/contract";
import { Button, Select } from "antd";
import { useParams, useNavigate, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { agreementQuery, compareQuery } from "./queries.ts";
import { Redline } from "./redline.tsx";
import styles from "./compare.module.css";

/** Two texts side by side, article by article: what went out at the left, what came in at the right. */
export function ComparePage() {
  const t = useText();
  const navigate = useNavigate();
  const { agreementId = "" } = useParams();
  const { data: view, error } = useQuery(agreementQuery(agreementId));
  return (
    <Page
      title={
        view ? t("agreements.compare.of", { title: view.title }) : t("agreements.compare.title")
      }
      actions={
        <>
          <Button onClick={() => void navigate(`/agreements/${agreementId}`)}>
            {t("ui.back")}
          </Button>
          <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        </>
      }
    >
      <ProblemNote thrown={error} />
      {view ? <Compared view={view} /> : !error && <PageSkeleton rows={8} />}
    </Page>
  );
}

function Compared({ view }: { view: AgreementView }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const numbers = view.versions.map((one) => one.number).toSorted((one, other) => one - other);
  const texts = [...numbers.map(String), ...(view.draft ? ["draft"] : [])];
  const to = search.get("to") ?? texts.at(-1) ?? "";
  const before = texts.filter((one) => one !== to && one !== "draft");
  const from = search.get("from") ?? before.at(-1) ?? "";
  const comparison = useQuery({
    ...compareQuery(view.id, { from, to }),
    enabled: from !== "" && to !== "" && from !== to,
  });
  const name = (one: string) =>
    one === "draft"
      ? t("agreements.compare.draft")
      : t("agreements.compare.version", { number: Number(one) });
  const choose = (which: "from" | "to", value: string, options: readonly string[]) => (
    <Select
      value={value}
      aria-label={t(`agreements.compare.${which}`)}
      options={options.map((one) => ({ value: one, label: name(one) }))}
      onChange={(next: string) =>
        setSearch(
          (now) => {
            const changed = new URLSearchParams(now);
            changed.set(which, next);
            return changed;
          },
          { replace: true },
        )
      }
    />
  );
  if (texts.length < 2) return <p className="quiet">{t("agreements.compare.onlyOne")}</p>;
  return (
    <>
      <div className={cx(styles.tools, "screen-only")}>
        {choose("from", from, numbers.map(String))}
        <span aria-hidden="true">→</span>
        {choose("to", to, texts)}
      </div>
      <ProblemNote thrown={comparison.error} onRetry={() => void comparison.refetch()} />
      {comparison.data ? (
        <Sides changes={comparison.data.changes} from={name(from)} to={name(to)} />
      ) : (
        !comparison.error && <RowsSkeleton label={t("agreements.reader.loading")} />
      )}
    </>
  );
}

const without = (segments: readonly Segment[], kind: Segment["kind"]): Segment[] =>
  segments.filter((one) => one.kind !== kind);

interface SidesProps {
  changes: readonly ClauseChange[];
  from: string;
  to: string;
}

function Sides({ changes, from, to }: SidesProps) {
  const t = useText();
  const half = (change: ClauseChange, which: "before" | "after") => {
    const at = change[which];
    if (!at) return <td className={styles.none}>—</td>;
    const gone = which === "before" ? "added" : "removed";
    return (
      <td>
        <strong>
          第{articleNumber(at.number)}条【
          <Redline segments={without(change.heading, gone)} />】
        </strong>
        <p className={styles.text}>
          <Redline segments={without(change.text, gone)} />
        </p>
      </td>
    );
  };
  return (
    <table className={styles.table} lang="zh-CN">
      <caption className="unseen">
        {from} → {to}
      </caption>
      <thead>
        <tr>
          <th scope="col">{from}</th>
          <th scope="col">{to}</th>
          <th scope="col">{t("agreements.compare.change")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.clauseId} className={change.change === "same" ? styles.same : ""}>
            {half(change, "before")}
            {half(change, "after")}
            <td className={styles.what}>{t(`agreements.compare.kind.${change.change}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
