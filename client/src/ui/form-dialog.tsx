import { Form, type FormInstance, type FormProps } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { Dialog } from "./dialog.tsx";
import { useFormIssues } from "./form-issues.ts";
import { ProblemNote } from "./problem-note.tsx";

/** What follows an act; to be given to its `mutate`. */
export interface Then {
  onSuccess: () => void;
  onError: (thrown: unknown) => void;
}

interface FormDialogProps<Values extends object> {
  title: string;
  /** The act in words; the button says it. */
  act: string;
  /** For what takes something away. */
  harm?: boolean;
  width?: number;
  /** What will happen, above the form. */
  what?: ReactNode;
  /** Where the caller itself reads or resets fields. */
  form?: FormInstance<Values>;
  /** The member of the body that the fields stand in. */
  within?: string;
  initial?: FormProps<Values>["initialValues"];
  pending: boolean;
  /** Success closes the dialog; what is refused stands beside its field or below the form, and everything typed stays. */
  send: (values: Values, then: Then) => void;
  onClose: () => void;
  children: ReactNode;
}

/** One command that asks for a few fields. Mounted while it is open. */
export function FormDialog<Values extends object>(props: FormDialogProps<Values>) {
  const { title, act, harm = false, width = 520, what, initial = {}, pending, onClose } = props;
  const t = useText();
  const [form] = Form.useForm<Values>(props.form);
  const [thrown, setThrown] = useState<unknown>(null);
  const placeIssues = useFormIssues();
  const then: Then = {
    onSuccess: onClose,
    onError: (error) => setThrown(placeIssues(form, error, props.within)),
  };
  return (
    <Dialog
      open
      title={title}
      width={width}
      okText={act}
      okButtonProps={{ danger: harm }}
      cancelText={t("ui.cancel")}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {what}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(values) => {
          setThrown(null);
          props.send(values, then);
        }}
      >
        {props.children}
      </Form>
      <ProblemNote thrown={thrown} />
    </Dialog>
  );
}
