import type { ActionView } from "@hub/domain/actions/contract";
import type { PlanView } from "@hub/domain/actions/plan-contract";
import { Alert } from "antd";
import { useText } from "../../../app/i18n.ts";
import { OfficeName, OfficerName } from "../../../ui/names.tsx";
import styles from "../actions.module.css";

/** What stands against a plan, in words; what hinders it from going round first. */
export function PlanIssues({ view, plan }: { view: ActionView; plan: PlanView }) {
  const t = useText();
  if (plan.issues.length === 0 || plan.state === "agreed") return null;
  const { boats, stops } = plan.content;
  const people = new Set(view.parties.flatMap((one) => one.people.map(({ id }) => id)));
  const nameOf = (about: string) => {
    const named = [...boats, ...stops].find((one) => one.id === about);
    if (named) return named.name;
    if (view.officeIds.includes(about)) return <OfficeName id={about} short />;
    return people.has(about) ||
      plan.content.groups.some((one) => one.officerIds.includes(about)) ? (
      <OfficerName id={about} />
    ) : null;
  };
  return (
    <ul className={styles.issues}>
      {plan.issues
        .toSorted((one, other) => Number(other.blocks) - Number(one.blocks))
        .map(({ code, blocks, about }) => (
          <li key={`${code}.${about ?? ""}`}>
            <Alert
              type={blocks ? "error" : "warning"}
              role="status"
              showIcon
              title={
                <>
                  {t(`actions.planIssue.${code}`)}
                  {about && <> {nameOf(about)}</>}
                </>
              }
            />
          </li>
        ))}
    </ul>
  );
}
