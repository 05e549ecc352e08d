import { Alert, Button } from "antd";
import { useText } from "../app/i18n.ts";
import { problemOf } from "../app/problem.ts";
import { problemText, useSay } from "./say.ts";

/** Says in words what went wrong and what to do; announced to a screen reader. */
export function ProblemNote({ thrown, onRetry }: { thrown: unknown; onRetry?: () => void }) {
  const t = useText();
  const say = useSay();
  if (thrown === null || thrown === undefined) return null;
  const problem = problemOf(thrown);
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={problemText(say, problem)}
      action={
        onRetry &&
        // What is not there for this reader does not come by asking again.
        problem.code !== "not_found" && (
          <Button size="small" onClick={onRetry}>
            {t("ui.retry")}
          </Button>
        )
      }
    />
  );
}
