import { Skeleton } from "antd";

/** The shape of what comes, while it comes. */
export function PageSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div style={{ padding: 24, maxWidth: 960 }} aria-busy="true">
      <div aria-hidden>
        <Skeleton active title={{ width: "32%" }} paragraph={{ rows }} />
      </div>
    </div>
  );
}
