import { isRouteErrorResponse, useRouteError } from "react-router";
import { Button } from "antd";
import { useText } from "../app/i18n.ts";
import { ProblemNote } from "./problem-note.tsx";

/** Where a screen broke: says so and offers to load it again. */
export function PageFault() {
  const thrown = useRouteError();
  const t = useText();
  return (
    <main style={{ padding: 24, maxWidth: 640, display: "grid", gap: 16 }}>
      <ProblemNote thrown={isRouteErrorResponse(thrown) ? null : thrown} />
      <div>
        <Button type="primary" onClick={() => window.location.reload()}>
          {t("ui.reload")}
        </Button>
      </div>
    </main>
  );
}
