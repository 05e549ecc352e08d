import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import { App, Form, type FormInstance } from "antd";
import { Fragment, useEffect, useRef, useState, type ReactNode } from "react";
import type { z } from "zod";
import { useText } from "../../app/i18n.ts";
import { problemOf, ProblemError } from "../../app/problem.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useFormIssues } from "../../ui/form-issues.ts";
import { KeptNote } from "../../ui/kept-note.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useKept } from "../../ui/use-kept.ts";
import { badInput, heed } from "./form-errors.ts";
import styles from "./act-dialog.module.css";

interface ActDialogProps<Schema extends z.ZodType, Values extends object, Reply> {
  open: boolean;
  onClose: () => void;
  title: string;
  /** The act itself in words; the button says it. A function when it depends on what is filled in. */
  act: string | ((values: Partial<Values>) => string);
  /** `formal`: 签收, 签发; `harm`: what cannot be taken back. */
  tone?: "plain" | "formal" | "harm";
  hint?: ReactNode;
  width?: number;
  initial: Values;
  /** The command's contract: what it refuses is shown beside the field of the same name, before anything is sent. */
  schema: Schema;
  /** `makes`: the id of what the command makes, where it makes something. */
  body: (id: string, values: Values, makes: string) => z.input<Schema>;
  send: (body: z.input<Schema>) => Promise<Reply>;
  onDone: (reply: Reply) => void | Promise<void>;
  /** Said when it has happened. */
  done: string;
  /** Told of every refusal, for example to fetch the state that made the act impossible. */
  onRefused?: (thrown: unknown) => void;
  /** True while something the act needs is not there yet, such as an upload. */
  blocked?: boolean;
  /** Where more is written than a line: under this name it is kept on the device until it has arrived. Never for what holds a secret. */
  keptAs?: string;
  children?: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

/**
 * One act of an officer: what it asks for, what it does, and a button that says so. The command's id is made once per intent and kept
 * over retries; a refusal leaves everything typed where it is, and closing the dialog does too.
 */
export function ActDialog<Schema extends z.ZodType, Values extends object, Reply>(
  props: ActDialogProps<Schema, Values, Reply>,
) {
  const t = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const placeIssues = useFormIssues();
  const kept = useKept(props.keptAs, props.initial);
  const { id } = kept;
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const opener = useRef<Element | null>(null);
  const values = Form.useWatch([], form) as Partial<Values> | undefined;
  const { open, tone = "plain" } = props;

  useEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);

  // A new intent begins with an empty form.
  const first = useRef(id);
  useEffect(() => {
    if (first.current !== id) form.resetFields();
    first.current = id;
  }, [form, id]);

  async function submit(typed: Values) {
    if (busy || props.blocked) return;
    const body = props.body(id, typed, kept.makes);
    const checked = props.schema.safeParse(body, TELLING);
    if (!checked.success) return setThrown(placeIssues(form, badInput(issuesOf(checked.error))));
    setBusy(true);
    setThrown(null);
    try {
      const reply = await props.send(body);
      await props.onDone(reply);
      message.success(props.done);
      kept.forget();
      props.onClose();
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      setThrown(placeIssues(form, failure));
      if (problemOf(failure).code !== "bad_input") props.onRefused?.(failure);
    } finally {
      setBusy(false);
    }
  }

  const act = typeof props.act === "string" ? props.act : props.act(values ?? {});
  return (
    <Dialog
      open={open}
      title={props.title}
      width={props.width ?? 520}
      onCancel={() => !busy && props.onClose()}
      afterClose={() => opener.current instanceof HTMLElement && opener.current.focus()}
      mask={{ closable: false }}
      okText={act}
      cancelText={t("ui.cancel")}
      okButtonProps={{
        htmlType: "submit",
        form: id,
        loading: busy,
        disabled: props.blocked === true,
        danger: tone === "harm",
        className: tone === "formal" ? (styles.formal ?? "") : "",
      }}
      onOk={() => undefined}
      cancelButtonProps={{ disabled: busy }}
      forceRender={false}
    >
      {props.hint && <div className={styles.hint}>{props.hint}</div>}
      <Form<Values>
        id={id}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={kept.initial}
        onValuesChange={(changed: object) => {
          heed(form, changed);
          kept.remember(form.getFieldsValue(true) as Values);
        }}
        onFinish={(typed) => void submit(typed)}
        disabled={busy}
        className={styles.form ?? ""}
      >
        {kept.restoredAt && (
          <div className={styles.hint}>
            <KeptNote at={kept.restoredAt} onClear={kept.forget} />
          </div>
        )}
        <Fragment key={id}>
          {typeof props.children === "function" ? props.children(form) : props.children}
        </Fragment>
        <ProblemNote thrown={thrown} />
      </Form>
    </Dialog>
  );
}
