import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { Button, Checkbox, DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { landmarkOf } from "../../ui/landmark.ts";
import { OfficerName, useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { Due, When } from "../../ui/when.tsx";
import { ActionDialog } from "./action-dialog.tsx";
import type { ActProps } from "./acting.ts";
import { instantOf } from "./span-text.ts";
import styles from "./actions.module.css";

/** 任务: each with its people and its day; done, or left out with a word. */
export function TasksPart({ view }: { view: ActionView }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const [doing, setDoing] = useState<string | null>(null);
  const mayAdd = view.can.includes("add_task");
  if (view.tasks.length === 0 && !mayAdd) return null;
  return (
    <Section
      title={t("actions.tasks.title")}
      aside={
        mayAdd && (
          <Button size="small" onClick={() => setAdding(true)}>
            {t("actions.act.add_task")}
          </Button>
        )
      }
    >
      {view.tasks.length === 0 && <p className="quiet">{t("actions.tasks.none")}</p>}
      <ul className={styles.lines}>
        {view.tasks.map((task) => (
          <li key={task.id}>
            <div>
              {task.done ? <s>{task.title}</s> : task.title}
              <div className="quiet">
                {task.assigneeIds.map((id, index) => (
                  <span key={id}>
                    {index > 0 && t("ui.list.comma")}
                    <OfficerName id={id} />
                  </span>
                ))}
                {task.findingId && (
                  <>
                    {" · "}
                    <Link to={`/actions/${view.id}/findings/${task.findingId}`}>
                      {t("actions.tasks.ofFinding")}
                    </Link>
                  </>
                )}
              </div>
            </div>
            {task.done ? (
              <span className="quiet">
                {task.done.skipped ? t("actions.tasks.skipped") : t("actions.tasks.done")}{" "}
                {task.done.name} <When at={task.done.at} short />
                {task.done.note && ` · ${task.done.note}`}
              </span>
            ) : (
              <>
                {task.dueAt && <Due at={task.dueAt} kind="agreed" />}
                {view.can.includes("do_task") && (
                  <Button
                    size="small"
                    aria-label={t("actions.tasks.doOf", { title: task.title })}
                    onClick={() => setDoing(task.id)}
                  >
                    {t("actions.act.do_task")}
                  </Button>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      <AddTaskDialog view={view} open={adding} onClose={() => setAdding(false)} />
      {doing && <DoTaskDialog taskId={doing} view={view} open onClose={() => setDoing(null)} />}
    </Section>
  );
}

/** Everybody who goes, by office: a task may have people of several. */
export function usePeopleOptions(view: ActionView) {
  const nameOf = useOfficeName();
  return view.parties
    .filter((party) => party.people.length > 0)
    .map((party) => ({
      label: nameOf(party.officeId, true),
      options: party.people.map((one) => ({ value: one.id, label: `${one.name}　${one.title}` })),
    }));
}

interface TaskValues {
  title: string;
  assigneeIds: string[];
  due: Dayjs | null;
}

function AddTaskDialog(props: ActProps) {
  const t = useText();
  const people = usePeopleOptions(props.view);
  return (
    <ActionDialog<typeof actionRoutes.addTask.body, TaskValues>
      {...props}
      route={actionRoutes.addTask}
      title={t("actions.act.add_task")}
      act={t("actions.tasks.add")}
      initial={{ title: "", assigneeIds: [], due: null }}
      body={(id, { title, assigneeIds, due }) => ({
        id,
        taskId: newId(),
        title,
        assigneeIds,
        dueAt: due ? instantOf(due.format("YYYY-MM-DD"), "18:00") : null,
      })}
      done={t("actions.tasks.added")}
    >
      <Form.Item name="title" label={t("actions.tasks.what")}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="assigneeIds" label={t("actions.tasks.who")}>
        <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={people} />
      </Form.Item>
      <Form.Item name="due" label={t("actions.tasks.due")}>
        <DatePicker getPopupContainer={landmarkOf} style={{ width: "100%" }} />
      </Form.Item>
    </ActionDialog>
  );
}

function DoTaskDialog({ taskId, ...props }: ActProps & { taskId: string }) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.doTask}
      title={t("actions.act.do_task")}
      act={t("actions.tasks.send")}
      initial={{ note: "", skipped: false }}
      body={(id, { note, skipped }) => ({ id, taskId, note, skipped })}
      done={t("actions.done")}
    >
      <Form.Item name="note" label={t("actions.tasks.note")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
      <Form.Item name="skipped" valuePropName="checked">
        <Checkbox>{t("actions.tasks.skip")}</Checkbox>
      </Form.Item>
    </ActionDialog>
  );
}
