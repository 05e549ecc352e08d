import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { Round } from "@hub/domain/actions/round-contract";
import { Form, Input } from "antd";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { FormalFrame } from "../../exchanges/acts/formal-frame.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import type { ActProps } from "../acting.ts";

/** What goes round the offices here: the plan, or the 纪要 of a conference. The report answers otherwise (report/report-acts.tsx). */
export type Going = "plan" | "minutes";

const ROUTES = {
  plan: {
    submit: actionRoutes.submitPlan,
    agree: actionRoutes.approvePlan,
    back: actionRoutes.returnPlan,
  },
  minutes: {
    submit: actionRoutes.submitMinutes,
    agree: actionRoutes.signMinutes,
    back: actionRoutes.returnMinutes,
  },
} as const;

interface RoundProps extends ActProps {
  going: Going;
  round: Round;
}

/** Sends it round: every office is asked for its word on exactly this version. */
export function SubmitRoundDialog({ going, round, ...props }: RoundProps) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={ROUTES[going].submit}
      title={t(`actions.round.submit.${going}`)}
      act={t(`actions.round.submit.${going}`)}
      hint={t("actions.round.submitHint")}
      initial={{}}
      body={(id) => ({ id, digest: round.digest })}
      done={t("actions.round.submitted")}
    />
  );
}

/** 审批 or 会签 for one's own office: what is agreed to is named by its version and check code. */
export function AgreeDialog({ going, round, ...props }: RoundProps) {
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  return (
    <ActionDialog
      {...props}
      route={ROUTES[going].agree}
      title={t(`actions.round.agree.${going}`)}
      act={t(`actions.round.agree.${going}`)}
      tone="formal"
      initial={{}}
      body={(id) => ({ id, digest: round.digest })}
      done={t("actions.round.agreed")}
    >
      <FormalFrame
        name={t(`actions.round.agree.${going}`)}
        lines={[
          [t("actions.propose.name"), props.view.title],
          [t("actions.round.version"), String(round.version)],
          [t("exchanges.sign.unit"), nameOf(me.officer.officeId)],
          [t("exchanges.sign.by"), `${me.officer.title} ${me.officer.name}`],
          [t("exchanges.sign.at"), t("exchanges.sign.atServer")],
        ]}
        digest={round.digest}
      />
    </ActionDialog>
  );
}

export function ReturnDialog({ going, round, ...props }: RoundProps) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={ROUTES[going].back}
      title={t("actions.round.return")}
      act={t("actions.round.return")}
      initial={{ reason: "" }}
      body={(id, { reason }: { reason: string }) => ({ id, digest: round.digest, reason })}
      done={t("actions.round.returned")}
    >
      <Form.Item name="reason" label={t("actions.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
      </Form.Item>
    </ActionDialog>
  );
}
