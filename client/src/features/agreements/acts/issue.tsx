import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { Form, Input } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { useMe, type Me } from "../../../app/me.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { AgreementDialog, PartyField, type ActProps } from "./taking.tsx";

type Party = AgreementView["parties"][number];

/** Whose act this officer may record: the own office's, and at the host those of parties without an account. */
const mineOf = (view: AgreementView, me: Me): Party[] =>
  view.parties.filter(
    (one) =>
      one.leftOn === null &&
      (one.officeId === me.officer.officeId || (one.officeId === null && view.side === "host")),
  );

interface Paper {
  partyId: string;
  on: string | null;
}

/** 报上级院: a superior agreed. */
export function ConsentDialog(props: ActProps) {
  const t = useText();
  const me = useMe();
  const now = useNow();
  const parties = mineOf(props.view, me);
  return (
    <AgreementDialog<
      typeof agreementRoutes.consent.body,
      Paper & { superior: string; number: string }
    >
      {...props}
      route={agreementRoutes.consent}
      title={t("agreements.act.consent")}
      act={t("agreements.acts.record")}
      initial={{ partyId: parties[0]?.id ?? "", superior: "", number: "", on: dayOf(now) }}
      body={(id, { on, ...rest }) => ({ id, ...rest, on: on ?? "" })}
    >
      <PartyField parties={parties} />
      <Form.Item
        name="superior"
        label={t("agreements.acts.superior")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="number" label={t("agreements.acts.paperNumber")}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="on" label={t("agreements.acts.day")}>
        <DayField past />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 用印 of a party on the paper, with the scan where it is at hand. Never the picture of a seal. */
export function SealDialog(props: ActProps) {
  const t = useText();
  const me = useMe();
  const now = useNow();
  const [settled, setSettled] = useState(true);
  const parties = mineOf(props.view, me).filter((one) => one.sealedOn === null);
  return (
    <AgreementDialog<typeof agreementRoutes.seal.body, Paper & { scans: ChosenFile[] }>
      {...props}
      route={agreementRoutes.seal}
      title={t("agreements.act.seal")}
      act={t("agreements.acts.record")}
      hint={t("agreements.acts.sealHint")}
      blocked={!settled}
      initial={{ partyId: parties[0]?.id ?? "", on: dayOf(now), scans: [] }}
      body={(id, { partyId, on, scans }) => ({
        id,
        partyId,
        on: on ?? "",
        scan: scans[0] ?? null,
      })}
    >
      <PartyField parties={parties} />
      <Form.Item name="on" label={t("agreements.acts.day")}>
        <DayField past />
      </Form.Item>
      <Form.Item name="scans" label={t("agreements.acts.scan")}>
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 编号印发. */
export function NumberDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <AgreementDialog<typeof agreementRoutes.number.body, { number: string; on: string | null }>
      {...props}
      route={agreementRoutes.number}
      title={t("agreements.act.number")}
      act={t("agreements.act.number")}
      hint={t("agreements.acts.numberHint")}
      initial={{ number: "", on: dayOf(now) }}
      body={(id, { number, on }) => ({ id, number, on: on ?? "" })}
    >
      <Form.Item
        name="number"
        label={t("agreements.form.number")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="on" label={t("agreements.acts.issueDay")}>
        <DayField past />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 报备. */
export function FileDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <AgreementDialog<
      typeof agreementRoutes.file.body,
      { to: string; on: string | null; number: string }
    >
      {...props}
      route={agreementRoutes.file}
      title={t("agreements.act.file")}
      act={t("agreements.acts.record")}
      initial={{ to: "", on: dayOf(now), number: "" }}
      body={(id, { to, on, number }) => ({ id, to, on: on ?? "", number })}
    >
      <Form.Item
        name="to"
        label={t("agreements.acts.fileTo")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="number" label={t("agreements.acts.paperNumber")}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="on" label={t("agreements.acts.day")}>
        <DayField past />
      </Form.Item>
    </AgreementDialog>
  );
}

/** The scanned original: the authoritative copy. */
export function ScanDialog(props: ActProps) {
  const t = useText();
  const [settled, setSettled] = useState(true);
  return (
    <AgreementDialog<typeof agreementRoutes.scan.body, { scans: ChosenFile[] }>
      {...props}
      route={agreementRoutes.scan}
      title={t("agreements.act.scan")}
      act={t("agreements.acts.add")}
      hint={t("agreements.form.scanHint")}
      blocked={!settled}
      initial={{ scans: [] }}
      body={(id, { scans }) => ({ id, scan: scans[0] ?? { fileId: "" } })}
    >
      <Form.Item
        name="scans"
        rules={[{ type: "array", min: 1, max: 1, message: t("agreements.acts.oneFile") }]}
      >
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </AgreementDialog>
  );
}
