import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import {
  ApprovalPost,
  approvalTableRoute,
  setApprovalsRoute,
  type ApprovalRow,
} from "@hub/domain/approvals/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { OfficerCard } from "@hub/domain/kernel/officer";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { holds, useMe } from "../../app/me.ts";
import { problemOf } from "../../app/problem.ts";
import { useAct } from "../../app/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { OfficersPicker } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import styles from "./administration.module.css";

type Table = { version: number; rows: ApprovalRow[]; officers: OfficerCard[] };

/** 权限清单: who drafts, reviews and issues, by kind and urgency. All of the office read it; the security administrator keeps it. */
export function Approvals() {
  const t = useText();
  const me = useMe();
  const { officeId } = me.officer;
  const { data, error, refetch } = useQuery({
    queryKey: ["approvals", officeId],
    queryFn: ({ signal }) => call(approvalTableRoute, { params: { officeId }, signal }),
  });
  const [editing, setEditing] = useState<ApprovalRow | null>(null);
  const mayEdit = holds(me, "security_admin");
  const nameOf = (id: string) => data?.officers.find((one) => one.id === id)?.name ?? "…";
  const posts = (list: ApprovalRow["drafters"]) =>
    list.map((post) => t(`ui.posts.${post}`)).join(t("ui.list.comma"));

  return (
    <Page
      title={t("administration.approvals.title")}
      actions={<Button onClick={() => window.print()}>{t("ui.print")}</Button>}
    >
      <p className={styles.note}>{t("administration.approvals.hint")}</p>
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={10} />}
      {data && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("administration.approvals.kind")}</th>
              <th scope="col">{t("administration.approvals.drafters")}</th>
              <th scope="col">{t("administration.approvals.reviewers")}</th>
              <th scope="col">{t("administration.approvals.issuers")}</th>
              {mayEdit && (
                <th scope="col" className="screen-only">
                  <span className="unseen">{t("ui.edit")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={`${row.kind}/${row.urgency}`}>
                <th scope="row">
                  {t(`exchanges.kind.${row.kind}`)}
                  <div className={row.urgency === "urgent" ? styles.urgent : "quiet"}>
                    {t(`exchanges.urgency.${row.urgency}`)}
                  </div>
                </th>
                <td data-label={t("administration.approvals.drafters")}>{posts(row.drafters)}</td>
                <td data-label={t("administration.approvals.reviewers")}>
                  {posts(row.reviewers) || t("administration.approvals.noReview")}
                </td>
                <td data-label={t("administration.approvals.issuers")}>
                  {posts(row.issuers)}
                  {row.authorised.length > 0 && (
                    <div className="quiet">
                      {t("administration.approvals.authorised")}
                      {t("ui.list.colon")}
                      {row.authorised.map(nameOf).join(t("ui.list.comma"))}
                    </div>
                  )}
                </td>
                {mayEdit && (
                  <td className="screen-only">
                    <Button size="small" onClick={() => setEditing(row)}>
                      {t("ui.edit")}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing && data && (
        <EditRow
          key={data.version}
          table={data}
          row={editing}
          onClose={() => setEditing(null)}
          onStale={() => void refetch()}
        />
      )}
    </Page>
  );
}

interface EditRowProps {
  table: Table;
  row: ApprovalRow;
  onClose: () => void;
  onStale: () => void;
}

type Values = Pick<ApprovalRow, "drafters" | "reviewers" | "issuers" | "authorised"> & {
  basis: string;
};

function EditRow({ table, row, onClose, onStale }: EditRowProps) {
  const t = useText();
  const me = useMe();
  const [id] = useState(newId);
  const set = useAct(setApprovalsRoute, ["approvals"]);
  const needed = [{ required: true, message: t("ui.required") }];
  const options = ApprovalPost.options.map((post) => ({
    value: post,
    label: t(`ui.posts.${post}`),
  }));
  return (
    <FormDialog<Values>
      title={`${t("administration.approvals.edit")} · ${t(`exchanges.kind.${row.kind}`)}（${t(`exchanges.urgency.${row.urgency}`)}）`}
      act={t("ui.save")}
      initial={row}
      pending={set.isPending}
      onClose={onClose}
      send={({ basis, ...changed }, { onSuccess, onError }) =>
        set.mutate(
          {
            params: { officeId: me.officer.officeId },
            body: {
              id,
              expects: table.version,
              basis,
              rows: [{ kind: row.kind, urgency: row.urgency, ...changed }],
            },
          },
          {
            onSuccess,
            onError: (error) => {
              if (problemOf(error).code === "stale") onStale();
              onError(error);
            },
          },
        )
      }
    >
      <Form.Item name="drafters" label={t("administration.approvals.drafters")} rules={needed}>
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={options} />
      </Form.Item>
      <Form.Item
        name="reviewers"
        label={t("administration.approvals.reviewers")}
        extra={t("administration.approvals.reviewersHint")}
      >
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={options} />
      </Form.Item>
      <Form.Item name="issuers" label={t("administration.approvals.issuers")} rules={needed}>
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={options} />
      </Form.Item>
      <Form.Item
        name="authorised"
        label={t("administration.approvals.authorised")}
        extra={t("administration.approvals.authorisedHint")}
      >
        <OfficersPicker officeId={me.officer.officeId} posts={["prosecutor"]} />
      </Form.Item>
      <Form.Item
        name="basis"
        label={t("account.delegations.basis")}
        extra={t("account.delegations.basisHint")}
        rules={needed}
      >
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  );
}
