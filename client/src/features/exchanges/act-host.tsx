import type { ExchangeAct, ExchangeView } from "@hub/domain/exchanges/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useRef, useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { problemText, useSay } from "../../ui/say.ts";
import { AcceptDialog } from "./acts/accept.tsx";
import { AssignDialog, RouteDialog } from "./acts/assign.tsx";
import { DisputeDialog, DisputeStepDialog } from "./acts/dispute.tsx";
import { FeedbackDialog } from "./acts/feedback.tsx";
import { IssueDialog } from "./acts/issue.tsx";
import { ConfirmApprovalDialog, UploadApprovalDialog } from "./acts/offline.tsx";
import { CirculateDialog, PaperDialog } from "./acts/paper.tsx";
import {
  AskFeedbackDialog,
  DiscardDialog,
  RequestDialog,
  SubmitDialog,
  WithdrawDialog,
} from "./acts/plain.tsx";
import { ReviewDialog } from "./acts/review.tsx";
import { SignDialog } from "./acts/sign.tsx";
import { EndSupervisionDialog, SuperviseDialog } from "./acts/supervise.tsx";
import { SupplementDialog } from "./acts/supplement.tsx";
import type { ActProps } from "./acts/taking.ts";
import { exchangeQuery, tookExchange } from "./queries.ts";
import { EditDraftDialog } from "./send-dialog.tsx";
import type { Deed, Deeds } from "./deeds.ts";

type Act = Exclude<ExchangeAct, "post">;

/** What stands on a button of its own, most pressing first; the rest is in the menu. */
const PRESSING: readonly Act[] = [
  "issue",
  "pass",
  "confirm_approval",
  "sign",
  "read",
  "route",
  "assign",
  "accept",
  "feedback",
  "acknowledge",
  "dispute_step",
  "ask_feedback",
  "submit",
  "edit",
];
const FORMAL: readonly Act[] = ["issue", "sign", "confirm_approval"];
const HARMFUL: readonly Act[] = ["withdraw", "discard"];

const DIALOGS: Partial<Record<Act, (props: ActProps) => React.ReactNode>> = {
  edit: EditDraftDialog,
  submit: SubmitDialog,
  discard: DiscardDialog,
  pass: ReviewDialog,
  return: ReviewDialog,
  issue: IssueDialog,
  upload_approval: UploadApprovalDialog,
  confirm_approval: ConfirmApprovalDialog,
  withdraw: WithdrawDialog,
  sign: SignDialog,
  route: RouteDialog,
  assign: AssignDialog,
  reassign: AssignDialog,
  accept: AcceptDialog,
  feedback: FeedbackDialog,
  supplement: SupplementDialog,
  request_materials: RequestDialog,
  ask_feedback: AskFeedbackDialog,
  record_paper: PaperDialog,
  circulate: CirculateDialog,
  dispute: DisputeDialog,
  dispute_step: DisputeStepDialog,
  supervise: SuperviseDialog,
  end_supervision: EndSupervisionDialog,
};

/** 已阅 and 已知悉 ask for nothing: one click, once. */
function useDirectAct(view: ExchangeView | null) {
  const t = useText();
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  // One command id per thing that is read or noted, kept over retries.
  const ids = useRef(new Map<string, string>());
  const idOf = (what: string): string => {
    const id = ids.current.get(what) ?? newId();
    ids.current.set(what, id);
    return id;
  };
  return useMutation({
    mutationFn: (act: "read" | "acknowledge") => {
      const exchangeId = view?.id ?? "";
      const params = { exchangeId };
      if (act === "read")
        return call(exchangeRoutes.read, { params, body: { id: idOf(exchangeId) } });
      const feedbackId = view?.feedback.find((one) => one.acknowledged === null)?.id ?? "";
      return call(exchangeRoutes.acknowledge, {
        params,
        body: { id: idOf(feedbackId), feedbackId },
      });
    },
    onSuccess: (next, act) => {
      tookExchange(client, next);
      message.success(act === "read" ? t("exchanges.read.done") : t("exchanges.feedback.ackDone"));
    },
    onError: (thrown) => {
      message.error(problemText(say, problemOf(thrown)));
      void client.invalidateQueries({ queryKey: exchangeQuery(view?.id ?? "").queryKey });
    },
  });
}

/** The acts that this officer may take now, and nothing else; `can` of the view decides, the browser re-derives no right. */
export function useExchangeDeeds(
  view: ExchangeView | null,
  { first, onFirstClosed }: { first: string | null; onFirstClosed: () => void },
): Deeds {
  const t = useText();
  const nameOf = useOfficeName();
  const direct = useDirectAct(view);
  // Of which exchange, too: several stand on one page, and a dialog belongs to its own.
  const [open, setOpen] = useState<{ of: string; act: Act } | null>(null);
  const [used, setUsed] = useState<readonly { of: string; act: Act }[]>([]);
  if (!view) return { pressing: [], rest: [], dialogs: null };
  const asked = view.can.find((one): one is Act => one === first && one in DIALOGS) ?? null;
  const shown = open?.of === view.id ? open.act : asked;
  const acts = view.can.filter((one): one is Act => one !== "post");
  // What the other office is late with is asked for here and now, not looked for in a menu.
  const late = view.clocks.some((clock) => clock.metAt === null && clock.overdueDays > 0);
  const pressing = PRESSING.filter(
    (act) => acts.includes(act) && (act !== "ask_feedback" || late),
  ).slice(0, 2);
  const rest = acts.filter(
    (act) => !pressing.includes(act) && !(act === "return" && acts.includes("pass")),
  );

  const label = (act: Act): string => {
    const office = nameOf(view.toOfficeId, true);
    if (act === "issue")
      return view.kind === "notice"
        ? t("exchanges.act.issueNotice", { office })
        : t("exchanges.act.issueTo", { office });
    if (act === "submit" && view.noReview !== null) return t("exchanges.act.submitIssue");
    return t(`exchanges.act.${act}`);
  };
  const deed = (act: Act): Deed => ({
    key: act,
    label: label(act),
    formal: FORMAL.includes(act),
    danger: HARMFUL.includes(act),
    pending: direct.isPending && (act === "read" || act === "acknowledge"),
    run: () => {
      if (act === "read" || act === "acknowledge") return direct.mutate(act);
      const opened = { of: view.id, act };
      setUsed((now) => [...now, opened]);
      setOpen(opened);
    },
  });
  const close = () => {
    setOpen(null);
    onFirstClosed();
  };

  // A dialog stays mounted once it was used, so that what was typed is there when it is opened again.
  const before = used.filter((one) => one.of === view.id).map((one) => one.act);
  const mounted = [...new Set([...before, ...(shown ? [shown] : [])])];
  return {
    pressing: pressing.map(deed),
    rest: rest.map(deed),
    dialogs: mounted.map((act) => {
      const Dialog = DIALOGS[act];
      return (
        Dialog && (
          <Dialog key={`${view.id}.${act}`} view={view} open={shown === act} onClose={close} />
        )
      );
    }),
  };
}
