import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { Form } from "antd";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { OfficersPicker } from "../../../ui/names.tsx";
import { ActionDialog, ReasonDialog } from "../action-dialog.tsx";
import { ActionFields, bodyOf, valuesOf } from "../action-fields.tsx";
import type { ActProps } from "../acting.ts";

export function EditDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.edit}
      title={t("actions.act.edit")}
      act={t("actions.edit.act")}
      width={640}
      initial={valuesOf(view)}
      body={(id, values) => ({
        id,
        expects: view.version,
        ...bodyOf(values, view.place),
      })}
      done={t("actions.edit.done")}
    >
      <ActionFields hostOfficeId={view.hostOfficeId} kind={view.kind} />
    </ActionDialog>
  );
}

/** 参加人员: who of my own office goes. */
export function StaffDialog(props: ActProps) {
  const t = useText();
  const me = useMe();
  const own = props.view.parties.find((one) => one.officeId === me.officer.officeId);
  const before = own?.people.map((one) => one.id) ?? [];
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.staff}
      title={t("actions.act.staff")}
      act={t("actions.staff.act")}
      hint={t("actions.staff.hint")}
      initial={{ people: before }}
      body={(id, { people }) => ({
        id,
        add: people.filter((one) => !before.includes(one)),
        remove: before.filter((one) => !people.includes(one)),
      })}
      done={t("actions.staff.done")}
    >
      <Form.Item name="people" label={t("actions.page.people")}>
        <OfficersPicker officeId={me.officer.officeId} />
      </Form.Item>
    </ActionDialog>
  );
}

export function CancelDialog(props: ActProps) {
  const t = useText();
  return (
    <ReasonDialog
      {...props}
      route={actionRoutes.cancel}
      title={t("actions.cancel.title")}
      act={t("actions.cancel.act")}
      hint={t("actions.cancel.hint")}
      label={t("actions.cancel.reason")}
      tone="harm"
      body={(id, reason) => ({ id, reason })}
      done={t("actions.cancel.done")}
    />
  );
}

export function RevisePlanDialog(props: ActProps) {
  const t = useText();
  return (
    <ReasonDialog
      {...props}
      route={actionRoutes.revisePlan}
      title={t("actions.act.revise_plan")}
      act={t("actions.act.revise_plan")}
      hint={t("actions.plan.reviseHint")}
      label={t("actions.reason")}
      body={(id, reason) => ({ id, reason })}
      done={t("actions.plan.revised")}
    />
  );
}

const BARE = {
  start: actionRoutes.start,
  conclude: actionRoutes.conclude,
  archive: actionRoutes.archive,
  open_inside: actionRoutes.openInside,
} as const;

/** An act that asks for nothing but the word: begin, conclude, file away. */
export function BareDialog({ name, ...props }: ActProps & { name: keyof typeof BARE }) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={BARE[name]}
      title={t(`actions.act.${name}`)}
      act={t(`actions.act.${name}`)}
      hint={t(`actions.bare.${name}`)}
      initial={{}}
      body={(id) => ({ id })}
      done={t("actions.done")}
    />
  );
}
