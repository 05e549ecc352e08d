import { Form, Input, Segmented } from "antd";
import { useState } from "react";
import { openDirectRoute, openGroupRoute } from "@hub/domain/channels/contract";
import { newId } from "@hub/domain/kernel/ids";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { FormDialog, type Then } from "../../ui/form-dialog.tsx";
import { OfficePicker, OfficerPicker } from "../../ui/names.tsx";
import { PeopleByOffice } from "./people-by-office.tsx";

interface NewConversationProps {
  onClose: () => void;
  onOpened: (channelId: string) => void;
}

interface Values {
  officerId?: string;
  title?: string;
  officerIds?: string[];
}

/** With one person, or a standing group across offices. */
export function NewConversation({ onClose, onOpened }: NewConversationProps) {
  const t = useText();
  const me = useMe();
  const [kind, setKind] = useState<"direct" | "group">("direct");
  const [officeId, setOfficeId] = useState(me.officer.officeId);
  const [ids] = useState(() => ({ command: newId(), channel: newId() }));
  const [form] = Form.useForm<Values>();
  const direct = useAct(openDirectRoute, ["channels"]);
  const group = useAct(openGroupRoute, ["channels"]);

  const onSuccess = ({ channelId }: { channelId: string }) => onOpened(channelId);
  const open = ({ officerId = "", title = "", officerIds = [] }: Values, { onError }: Then) => {
    if (kind === "direct")
      direct.mutate({ body: { id: ids.command, officerId } }, { onSuccess, onError });
    else
      group.mutate(
        { body: { id: ids.command, channelId: ids.channel, title, officerIds } },
        { onSuccess, onError },
      );
  };

  return (
    <FormDialog
      title={t("messages.open")}
      act={t("messages.start")}
      what={
        <Segmented
          value={kind}
          onChange={setKind}
          options={[
            { value: "direct", label: t("messages.kind.direct") },
            { value: "group", label: t("messages.kind.group") },
          ]}
          style={{ marginBottom: 16 }}
          aria-label={t("messages.open")}
        />
      }
      form={form}
      pending={direct.isPending || group.isPending}
      onClose={onClose}
      send={open}
    >
      {kind === "direct" ? (
        <>
          <Form.Item label={t("messages.office")}>
            <OfficePicker
              value={officeId}
              onChange={(id) => {
                setOfficeId(id);
                form.resetFields(["officerId"]);
              }}
              aria-label={t("messages.office")}
            />
          </Form.Item>
          <Form.Item
            name="officerId"
            label={t("messages.person")}
            rules={[{ required: true, message: t("messages.needPerson") }]}
          >
            <OfficerPicker officeId={officeId} without={[me.officer.id]} />
          </Form.Item>
        </>
      ) : (
        <>
          <Form.Item
            name="title"
            label={t("messages.name")}
            rules={[{ required: true, whitespace: true, message: t("messages.needName") }]}
          >
            <Input maxLength={60} showCount placeholder={t("messages.nameHint")} />
          </Form.Item>
          <Form.Item
            name="officerIds"
            label={t("messages.people")}
            rules={[{ required: true, message: t("messages.needPerson") }]}
            extra={t("messages.joinWhat")}
          >
            <PeopleByOffice />
          </Form.Item>
        </>
      )}
    </FormDialog>
  );
}
