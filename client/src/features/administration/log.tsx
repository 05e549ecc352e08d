import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { ENTRIES } from "@hub/domain/kernel/events";
import { auditRoute, type AuditLine } from "@hub/domain/offices/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { holds, useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import { OfficerPicker } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useSay } from "../../ui/say.ts";
import { exactTime } from "../../ui/time.ts";
import { useLogDetail } from "./log-detail.ts";
import { csvOf, LOG_TYPES } from "./log-lines.ts";
import styles from "./administration.module.css";

type Scope = "administration" | "everything";

/** What was done, by whom and when: headers and fields, never content. Prints, and exports as CSV what is shown. */
export function LogPage() {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const { officeId } = me.officer;
  const audits = holds(me, "audit_admin");
  const [scope, setScope] = useState<Scope>("administration");
  const [actor, setActor] = useState<string | undefined>(undefined);
  const [type, setType] = useState<string | undefined>(undefined);
  const log = useInfiniteQuery({
    queryKey: ["offices", officeId, "audit", scope, actor ?? null, type ?? null],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(auditRoute, {
        params: { officeId },
        query: { scope, actor, type, before: pageParam, limit: 100 },
        signal,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const lines = log.data?.pages.flatMap((page) => page.lines) ?? [];
  const detailOf = useLogDetail(lines);
  const wordsOf = (type: string) =>
    say(`administration.log.entries.${type.replace(".", "_")}`) ??
    say(`ui.entries.${type.replace(".", "_")}`) ??
    t("ui.entries.unknown");
  const actorOf = (line: AuditLine) => line.actor?.name ?? t("administration.log.system");
  const types = scope === "everything" ? Object.keys(ENTRIES) : LOG_TYPES;

  const save = () => {
    const head = [
      t("administration.log.at"),
      t("administration.log.actor"),
      t("administration.log.role"),
      t("administration.log.what"),
      t("administration.log.detail"),
      t("administration.log.seq"),
      "SM3",
    ];
    const address = URL.createObjectURL(
      new Blob(
        [
          csvOf(
            head,
            lines.map((line) => [
              exactTime(line.at),
              actorOf(line),
              line.actor ? line.role : "",
              wordsOf(line.type),
              detailOf(line),
              String(line.seq),
              line.hash,
            ]),
          ),
        ],
        { type: "text/csv;charset=utf-8" },
      ),
    );
    const link = document.createElement("a");
    link.href = address;
    link.download = `${t("administration.log.title")}-${officeId}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  };

  return (
    <Page
      title={t("administration.log.title")}
      actions={
        <>
          <Button onClick={save} disabled={lines.length === 0}>
            {t("administration.log.export")}
          </Button>
          <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        </>
      }
    >
      <div className={`${styles.filters} screen-only`}>
        {audits && (
          <Segmented<Scope>
            value={scope}
            onChange={(next) => {
              setScope(next);
              setType(undefined);
            }}
            aria-label={t("administration.log.scope")}
            options={[
              { value: "administration", label: t("administration.log.administration") },
              { value: "everything", label: t("administration.log.everything") },
            ]}
          />
        )}
        <OfficerPicker
          officeId={officeId}
          value={actor}
          onChange={(id) => setActor(id || undefined)}
          allowClear
          placeholder={t("administration.log.anybody")}
          aria-label={t("administration.log.actor")}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          value={type ?? null}
          onChange={(one: string | null) => setType(one ?? undefined)}
          placeholder={t("administration.log.anything")}
          aria-label={t("administration.log.what")}
          options={types.map((one) => ({ value: one, label: wordsOf(one) }))}
        />
      </div>
      <ProblemNote thrown={log.error} onRetry={() => void log.refetch()} />
      {log.isPending && !log.error && <PageSkeleton rows={10} />}
      {log.data && lines.length === 0 && <p>{t("administration.log.none")}</p>}
      {lines.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.narrow}>
                {t("administration.log.at")}
              </th>
              <th scope="col">{t("administration.log.actor")}</th>
              <th scope="col">{t("administration.log.what")}</th>
              <th scope="col" className={styles.narrow}>
                {t("administration.log.seq")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td className={cx(styles.narrow, "number")}>{exactTime(line.at)}</td>
                <td>
                  {actorOf(line)} {line.actor && <span className="quiet">{line.role}</span>}
                </td>
                <td>
                  {wordsOf(line.type)} <span className="quiet">{detailOf(line)}</span>
                </td>
                <td className={cx(styles.narrow, "number")} title={line.hash}>
                  #{line.seq}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {log.hasNextPage && (
        <Button
          className="screen-only"
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {t("ui.loadMore")}
        </Button>
      )}
    </Page>
  );
}
