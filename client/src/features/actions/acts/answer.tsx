import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { Answer, type PollView } from "@hub/domain/actions/poll-contract";
import { Form, Input, Radio } from "antd";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { ActionDialog } from "../action-dialog.tsx";
import type { ActProps } from "../acting.ts";
import { spanText } from "../span-text.ts";

interface Values {
  answers: Record<string, Answer>;
  note: string;
}

/** 反馈时间安排: the liaison answers each date for the whole office; answered again, the later one holds. */
export function AnswerDialog({ poll, ...props }: ActProps & { poll: PollView }) {
  const t = useText();
  const me = useMe();
  const given = poll.rows.find((row) => row.officeId === me.officer.officeId);
  return (
    <ActionDialog<typeof actionRoutes.answer.body, Values>
      {...props}
      route={actionRoutes.answer}
      title={t("actions.answer.act")}
      act={t("actions.answer.send")}
      hint={t("actions.answer.hint")}
      initial={{ answers: given?.answers ?? {}, note: given?.note ?? "" }}
      body={(id, { answers, note }) => ({
        id,
        // Dates left open stay open.
        answers: Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer)),
        note,
      })}
      done={t("actions.answer.done")}
    >
      {poll.options.map((option) => (
        <Form.Item
          key={option.id}
          name={["answers", option.id]}
          label={<span className="number">{spanText(option.span)}</span>}
        >
          <Radio.Group
            optionType="button"
            options={Answer.options.map((value) => ({
              value,
              label: t(`actions.answer.of.${value}`),
            }))}
          />
        </Form.Item>
      ))}
      <Form.Item name="note" label={t("actions.answer.note")}>
        <Input maxLength={500} />
      </Form.Item>
    </ActionDialog>
  );
}
