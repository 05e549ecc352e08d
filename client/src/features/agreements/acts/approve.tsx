import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { MeetingResult } from "@hub/domain/agreements/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { Form, Input, Radio } from "antd";
import type { z } from "zod";
import { useText } from "../../../app/i18n.ts";
import { useNow } from "../../../ui/when.tsx";
import { CheckCode } from "../../exchanges/acts/formal-frame.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { AgreementDialog, PartyField, type ActProps } from "./taking.tsx";

/** The office's next step of 院内审批: 部门, 分管, 检察长; for exactly the text whose code stands here. */
export function ApproveDialog(props: ActProps) {
  const t = useText();
  const { view } = props;
  const step = view.approval?.next ?? "chief";
  return (
    <AgreementDialog
      {...props}
      route={agreementRoutes.approve}
      title={t("agreements.acts.approveTitle", { step: t(`agreements.approval.step.${step}`) })}
      act={t("agreements.acts.agree")}
      tone={step === "chief" ? "formal" : "plain"}
      hint={
        <>
          {t(step === "chief" ? "agreements.acts.approveChief" : "agreements.acts.approveStep")}{" "}
          {view.settled && <CheckCode digest={view.settled} />}
        </>
      }
      initial={{ note: "" }}
      body={(id, { note }) => ({ id, digest: view.settled ?? "", note })}
    >
      <Form.Item name="note" label={t("agreements.acts.note")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </AgreementDialog>
  );
}

interface Meeting {
  on: string | null;
  result: z.infer<typeof MeetingResult>;
}

/** 党组会: by date and result only. */
export function MeetingDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <AgreementDialog<typeof agreementRoutes.meeting.body, Meeting>
      {...props}
      route={agreementRoutes.meeting}
      title={t("agreements.acts.meeting")}
      act={t("agreements.acts.record")}
      hint={t("agreements.acts.meetingHint")}
      initial={{ on: dayOf(now), result: "passed" }}
      body={(id, { on, result }) => ({ id, on: on ?? "", result })}
    >
      <Form.Item name="on" label={t("agreements.acts.day")}>
        <DayField past />
      </Form.Item>
      <Form.Item name="result" label={t("agreements.acts.result")}>
        <Radio.Group
          options={MeetingResult.options.map((value) => ({
            value,
            label: t(`agreements.approval.meeting.${value}`),
          }))}
        />
      </Form.Item>
    </AgreementDialog>
  );
}

/** A party without an account agreed on paper; the host records it. */
export function ApproveOutsideDialog(props: ActProps) {
  const t = useText();
  const { view } = props;
  const parties = view.parties.filter(
    (one) => one.officeId === null && one.leftOn === null && one.approvedAt === null,
  );
  return (
    <AgreementDialog
      {...props}
      route={agreementRoutes.approveOutside}
      title={t("agreements.acts.approveOutside")}
      act={t("agreements.acts.record")}
      initial={{ partyId: parties[0]?.id ?? "", note: "" }}
      body={(id, { partyId, note }) => ({ id, partyId, digest: view.settled ?? "", note })}
    >
      <PartyField parties={parties} />
      <Form.Item
        name="note"
        label={t("agreements.acts.outsideBasis")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </AgreementDialog>
  );
}
