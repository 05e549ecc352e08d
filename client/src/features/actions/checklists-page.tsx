import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ChecklistItem, ChecklistTemplate } from "@hub/domain/actions/plan-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input } from "antd";
import { useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { ActionsNav } from "./actions-nav.tsx";
import { ListFields } from "./plan/list-fields.tsx";
import { newItem } from "./plan/plan-values.ts";
import { templatesQuery } from "./queries.ts";
import styles from "./actions.module.css";

/** 检查清单模板: a change makes a new version, and what runs keeps the list that it began with. */
export function ChecklistsPage() {
  const t = useText();
  const me = useMe();
  const { data, error, refetch } = useQuery(templatesQuery);
  const [editing, setEditing] = useState<ChecklistTemplate | "new" | null>(null);
  return (
    <Page
      title={t("actions.checklist.templates")}
      actions={
        <Button type="primary" onClick={() => setEditing("new")}>
          {t("actions.checklist.new")}
        </Button>
      }
    >
      <ActionsNav />
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={4} />}
      {data?.length === 0 && <p className="quiet">{t("actions.checklist.noTemplates")}</p>}
      {data?.map((template) => (
        <Section
          key={template.id}
          title={template.name}
          aside={
            <>
              <span className="quiet">
                <OfficeName id={template.officeId} short /> v{template.version}{" "}
                {template.saved.name} <When at={template.saved.at} short />
              </span>
              {template.officeId === me.officer.officeId && (
                <Button size="small" onClick={() => setEditing(template)}>
                  {t("actions.checklist.edit")}
                </Button>
              )}
            </>
          }
        >
          <ol className={styles.lines}>
            {template.items.map(({ id, text, perStop }) => (
              <li key={id}>
                <span>{text}</span>
                {perStop && <span className="quiet">{t("actions.checklist.perStop")}</span>}
              </li>
            ))}
          </ol>
        </Section>
      ))}
      {editing && (
        <TemplateDialog
          key={editing === "new" ? "new" : editing.id}
          template={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function TemplateDialog({
  template,
  onClose,
}: {
  template: ChecklistTemplate | null;
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const [templateId] = useState(() => template?.id ?? newId());
  return (
    <ActDialog<
      typeof actionRoutes.saveTemplate.body,
      { name: string; items: ChecklistItem[] },
      unknown
    >
      open
      onClose={onClose}
      title={template ? t("actions.checklist.edit") : t("actions.checklist.new")}
      act={t("actions.checklist.save")}
      width={640}
      initial={{ name: template?.name ?? "", items: template?.items ?? [newItem()] }}
      schema={actionRoutes.saveTemplate.body}
      body={(id, { name, items }) => ({
        id,
        templateId,
        expects: template?.version ?? 0,
        name,
        items,
      })}
      send={(body) => call(actionRoutes.saveTemplate, { body })}
      onDone={() => client.invalidateQueries({ queryKey: templatesQuery.queryKey })}
      done={t("actions.done")}
    >
      <Form.Item name="name" label={t("actions.checklist.name")}>
        <Input maxLength={80} />
      </Form.Item>
      <ListFields
        name="items"
        add={t("actions.checklist.add")}
        removeOf={(n) => t("actions.checklist.removeOf", { n })}
        fresh={newItem}
      >
        {(name, n) => (
          <>
            <Form.Item name={[name, "id"]} hidden>
              <Input />
            </Form.Item>
            <Form.Item name={[name, "text"]} noStyle>
              <Input
                className={styles.grow ?? ""}
                maxLength={200}
                aria-label={t("actions.checklist.textOf", { n })}
              />
            </Form.Item>
            <Form.Item name={[name, "perStop"]} valuePropName="checked" noStyle>
              <Checkbox>{t("actions.checklist.perStop")}</Checkbox>
            </Form.Item>
          </>
        )}
      </ListFields>
    </ActDialog>
  );
}
