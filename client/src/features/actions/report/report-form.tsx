import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { ReportText, ReportView } from "@hub/domain/actions/report-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useFormIssues } from "../../../ui/form-issues.ts";
import { Section } from "../../../ui/page.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { reportQuery } from "../queries.ts";
import { useOwedText } from "./owed-text.ts";
import styles from "../actions.module.css";

interface ReportFormProps {
  view: ActionView;
  report: ReportView;
  onDone: () => void;
}

type Values = ReportText & { obligationIds: string[] };

/** What people write around the records, which photos are printed, and which obligation it meets. Saving counts everything anew. */
export function ReportForm({ view, report, onDone }: ReportFormProps) {
  const t = useText();
  const client = useQueryClient();
  const owedText = useOwedText();
  const [form] = Form.useForm<Values>();
  const placeIssues = useFormIssues();
  const [id, renew] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const photos = report.findings.flatMap((one) =>
    one.photoIds.map((photoId, index) => ({
      value: photoId,
      label: t("actions.report.photo", { n: one.number, title: one.title, k: index + 1 }),
    })),
  );

  async function save() {
    const { title, sections, photoIds, obligationIds } = form.getFieldsValue(true) as Values;
    setBusy(true);
    setThrown(null);
    try {
      const next = await call(actionRoutes.saveReport, {
        params: { actionId: view.id },
        body: {
          id,
          expects: report.version,
          text: { title, sections, photoIds },
          obligationIds,
        },
      });
      client.setQueryData(reportQuery(view.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ["actions"] });
      onDone();
    } catch (failure) {
      setThrown(placeIssues(form, failure, "text"));
      renew(newId());
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section title={t("actions.report.text")}>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{
          ...report.text,
          obligationIds: report.obligationIds,
        }}
      >
        <Form.Item name="title" label={t("actions.report.name")}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.List name="sections">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <div key={key}>
                  <Form.Item
                    name={[name, "heading"]}
                    label={t("actions.report.heading", { n: name + 1 })}
                  >
                    <Input maxLength={80} />
                  </Form.Item>
                  <Form.Item
                    name={[name, "text"]}
                    label={t("actions.report.section", { n: name + 1 })}
                  >
                    <Input.TextArea autoSize={{ minRows: 3, maxRows: 20 }} maxLength={10_000} />
                  </Form.Item>
                  <Button
                    size="small"
                    type="text"
                    aria-label={t("actions.report.removeOf", { n: name + 1 })}
                    onClick={() => remove(name)}
                  >
                    {t("actions.remove")}
                  </Button>
                </div>
              ))}
              <div className={styles.acts}>
                <Button size="small" onClick={() => add({ id: newId(), heading: "", text: "" })}>
                  {t("actions.report.addSection")}
                </Button>
              </div>
            </>
          )}
        </Form.List>
        {photos.length > 0 && (
          <Form.Item name="photoIds" label={t("actions.report.photos")}>
            <Select mode="multiple" options={photos} />
          </Form.Item>
        )}
        {report.owed.length > 0 && (
          <Form.Item name="obligationIds" label={t("actions.report.obligations")}>
            <Checkbox.Group
              className={styles.column ?? ""}
              options={report.owed.map((one) => ({ value: one.id, label: owedText(one) }))}
            />
          </Form.Item>
        )}
        <ProblemNote thrown={thrown} />
        <div className={styles.foot}>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("actions.report.save")}
          </Button>
          {report.version > 0 && <Button onClick={onDone}>{t("ui.cancel")}</Button>}
        </div>
      </Form>
    </Section>
  );
}
