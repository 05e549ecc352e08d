import type { FormInstance } from "antd";
import type { Issue } from "@hub/domain/kernel/faults";
import { problemOf } from "../app/problem.ts";
import { issueText, useSay } from "./say.ts";

const pathOf = (path: string): (string | number)[] =>
  path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/**
 * Puts each issue of a refused form beside its field, and answers what is left for a note above the form: the thrown problem when it
 * has no field of its own, else null. What was typed stays. `within`: the member of the body that the form's fields stand in.
 */
export function useFormIssues() {
  const say = useSay();
  return (form: FormInstance, thrown: unknown, within = ""): unknown => {
    const { issues = [] } = problemOf(thrown);
    const nameOf = ({ path }: Issue) =>
      pathOf(path.startsWith(`${within}.`) ? path.slice(within.length + 1) : path);
    const placed = issues.filter(
      (issue) => issue.path !== "" && form.getFieldInstance(nameOf(issue)) !== undefined,
    );
    // A field may be wrong in several ways; all are said.
    for (const path of new Set(placed.map((issue) => issue.path))) {
      const same = placed.filter((issue) => issue.path === path);
      const [one] = same;
      const errors = same.map((issue) => issueText(say, issue));
      if (one) form.setFields([{ name: nameOf(one), errors }]);
    }
    const first = placed[0];
    if (first) form.scrollToField(nameOf(first), { focus: true });
    return issues.length > 0 && placed.length === issues.length ? null : thrown;
  };
}
