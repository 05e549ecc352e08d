import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { AgendaItem, Attendee, ConferenceView } from "@hub/domain/actions/conference-contract";
import { newId } from "@hub/domain/kernel/ids";
import { DatePicker, Form, Input, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { landmarkOf } from "../../../ui/landmark.ts";
import { useNow } from "../../../ui/when.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import type { ActProps } from "../acting.ts";
import { ListFields, RowText } from "../plan/list-fields.tsx";
import { instantOf } from "../span-text.ts";

export function TopicDialog(props: ActProps) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.addTopic}
      title={t("actions.act.add_topic")}
      act={t("actions.topics.act")}
      initial={{ title: "", text: "" }}
      body={(id, { title, text }) => ({ id, topicId: newId(), title, text })}
      done={t("actions.done")}
    >
      <Form.Item name="title" label={t("actions.topics.name")}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="text" label={t("actions.topics.text")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4_000} />
      </Form.Item>
    </ActionDialog>
  );
}

interface OfConference extends ActProps {
  conference: ConferenceView;
}

/** 议程: topics that offices handed in, and whatever else is on it, with minutes and speaker. */
export function AgendaDialog({ conference, ...props }: OfConference) {
  const t = useText();
  const fresh = (topic?: ConferenceView["topics"][number]): AgendaItem => ({
    id: newId(),
    title: topic?.title ?? "",
    topicId: topic?.id ?? null,
    minutes: 20,
    speaker: "",
  });
  const before = conference.agenda.length > 0 ? conference.agenda : conference.topics.map(fresh);
  return (
    <ActionDialog<typeof actionRoutes.setAgenda.body, { items: AgendaItem[] }>
      {...props}
      route={actionRoutes.setAgenda}
      title={t("actions.act.set_agenda")}
      act={t("actions.agenda.act")}
      width={720}
      initial={{ items: before }}
      body={(id, { items }) => ({
        id,
        expects: props.view.version,
        items,
      })}
      done={t("actions.done")}
    >
      <ListFields
        name="items"
        add={t("actions.agenda.add")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.agenda.item"), n })}
        fresh={() => fresh()}
      >
        {(name, n) => (
          <>
            <RowText name={[name, "title"]} label={t("actions.agenda.item")} max={120} grow />
            <Form.Item name={[name, "topicId"]} hidden>
              <Input />
            </Form.Item>
            <Form.Item name={[name, "id"]} hidden>
              <Input />
            </Form.Item>
            <Form.Item name={[name, "minutes"]} noStyle>
              <InputNumber
                min={1}
                max={480}
                aria-label={`${t("actions.agenda.minutesLabel")} ${n}`}
                suffix={t("actions.agenda.unit")}
                style={{ width: 110 }}
              />
            </Form.Item>
            <RowText name={[name, "speaker"]} label={t("actions.agenda.speaker")} max={80} />
          </>
        )}
      </ListFields>
    </ActionDialog>
  );
}

interface NoticeValues {
  place: string;
  text: string;
  replyBy: Dayjs;
}

export function NoticeDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const now = useNow();
  return (
    <ActionDialog<typeof actionRoutes.issueNotice.body, NoticeValues>
      {...props}
      route={actionRoutes.issueNotice}
      title={t("actions.act.issue_notice")}
      act={t("actions.notice.act")}
      tone="formal"
      hint={t("actions.notice.hint")}
      initial={{ place: view.place?.name ?? "", text: "", replyBy: dayjs(now).add(3, "day") }}
      body={(id, { place, text, replyBy }) => ({
        id,
        expects: view.version,
        place: place === view.place?.name ? view.place : { name: place, point: null },
        text,
        replyBy: instantOf(replyBy.format("YYYY-MM-DD"), "18:00"),
      })}
      done={t("actions.notice.done")}
    >
      <Form.Item name="place" label={t("actions.propose.place")}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="text" label={t("actions.notice.text")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4_000} />
      </Form.Item>
      <Form.Item name="replyBy" label={t("actions.notice.replyBy")}>
        <DatePicker allowClear={false} getPopupContainer={landmarkOf} minDate={dayjs(now)} />
      </Form.Item>
    </ActionDialog>
  );
}

interface ReplyValues {
  attendees: Attendee[];
  plates: string[];
  note: string;
}

/** 回执: who comes of my office, and in which cars. */
export function ReplyDialog({ conference, ...props }: OfConference) {
  const t = useText();
  const me = useMe();
  const given = conference.replies.find((one) => one.officeId === me.officer.officeId);
  const own = props.view.parties.find((one) => one.officeId === me.officer.officeId);
  const proposed = (own?.people ?? []).map(({ name, title }) => ({
    name,
    post: title,
    telephone: "",
  }));
  return (
    <ActionDialog<typeof actionRoutes.reply.body, ReplyValues>
      {...props}
      route={actionRoutes.reply}
      title={t("actions.act.reply")}
      act={t("actions.reply.act")}
      width={640}
      initial={{
        attendees: given?.attendees ?? proposed,
        plates: given?.plates ?? [],
        note: given?.note ?? "",
      }}
      body={(id, values) => ({ id, ...values })}
      done={t("actions.done")}
    >
      <ListFields
        name="attendees"
        add={t("actions.reply.add")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.reply.person"), n })}
        fresh={() => ({ name: "", post: "", telephone: "" })}
      >
        {(name) => (
          <>
            <RowText name={[name, "name"]} label={t("actions.reply.person")} max={40} />
            <RowText name={[name, "post"]} label={t("actions.plan.post")} max={60} grow />
            <RowText name={[name, "telephone"]} label={t("actions.plan.telephone")} max={30} />
          </>
        )}
      </ListFields>
      <Form.Item name="plates" label={t("actions.reply.plates")} extra={t("actions.reply.enter")}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="note" label={t("actions.answer.note")}>
        <Input maxLength={500} />
      </Form.Item>
    </ActionDialog>
  );
}
