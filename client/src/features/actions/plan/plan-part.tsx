import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { OfficerName } from "../../../ui/names.tsx";
import { Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { AgreeDialog, ReturnDialog, SubmitRoundDialog } from "../acts/round.tsx";
import { RevisePlanDialog } from "../acts/plain.tsx";
import { RoundWords } from "../round-words.tsx";
import { useMarks } from "./map-marks.ts";
import { PlanIssues } from "./plan-issues.tsx";
import { PlanSheet } from "./plan-sheet.tsx";
import styles from "../actions.module.css";
import { GoButton } from "../go-button.tsx";

const LakeMap = lazy(async () => ({ default: (await import("./lake-map.tsx")).LakeMap }));

type Open = "submit" | "agree" | "return" | "revise" | null;

/** 行动方案: the map, what is planned, what stands against it, and each office's word on it. */
export function PlanPart({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  const [open, setOpen] = useState<Open>(() =>
    first === "approve_plan" && view.can.includes("approve_plan") ? "agree" : null,
  );
  const marks = useMarks(view);
  const { plan } = view;
  const can = (act: ActionView["can"][number]) => view.can.includes(act);
  const round = plan && { going: "plan" as const, round: plan, view };
  const close = () => setOpen(null);
  if (!plan && !can("plan") && view.state !== "planning") return null;
  return (
    <Section
      title={t("actions.plan.title")}
      aside={
        plan && (
          <span className="screen-only">
            {view.planHistory.length > 0 && (
              <>
                <Link to={`/actions/${view.id}/plan/versions`}>
                  {t("actions.plan.earlier", { count: view.planHistory.length })}
                </Link>{" "}
              </>
            )}
            <a href={addressOf(actionPaperRoutes.plan, { actionId: view.id })} download>
              {t("actions.plan.print")}
            </a>
          </span>
        )
      }
    >
      {plan ? (
        <>
          <RoundWords round={plan} />
          <PlanIssues view={view} plan={plan} />
          {marks.length > 0 && (
            <Suspense fallback={<PageSkeleton rows={6} />}>
              <LakeMap marks={marks} route={plan.content.route} />
            </Suspense>
          )}
          <PlanSheet view={view} content={plan.content} />
          {plan.content.safetyOfficerId && (
            <p>
              {t("actions.plan.safetyOfficer")}：
              <OfficerName id={plan.content.safetyOfficerId} titled />
            </p>
          )}
        </>
      ) : (
        <p className="quiet">{t("actions.plan.none")}</p>
      )}
      <div className={`${styles.acts} screen-only`}>
        {can("approve_plan") && (
          <Button type="primary" onClick={() => setOpen("agree")}>
            {t("actions.round.agree.plan")}
          </Button>
        )}
        {can("return_plan") && (
          <Button onClick={() => setOpen("return")}>{t("actions.round.return")}</Button>
        )}
        {can("submit_plan") && plan && (
          <Button
            type="primary"
            disabled={plan.issues.some((one) => one.blocks)}
            onClick={() => setOpen("submit")}
          >
            {t("actions.round.submit.plan")}
          </Button>
        )}
        {can("plan") && (
          <GoButton to={`/actions/${view.id}/plan`}>{t("actions.act.plan")}</GoButton>
        )}
        {can("revise_plan") && (
          <Button onClick={() => setOpen("revise")}>{t("actions.act.revise_plan")}</Button>
        )}
      </div>
      {round && open === "submit" && <SubmitRoundDialog {...round} open onClose={close} />}
      {round && open === "agree" && <AgreeDialog {...round} open onClose={close} />}
      {round && open === "return" && <ReturnDialog {...round} open onClose={close} />}
      {open === "revise" && <RevisePlanDialog view={view} open onClose={close} />}
    </Section>
  );
}
