import { Skeleton } from "antd";

/** The shape of a few lines, where a part of a page is still coming. */
export const LinesSkeleton = ({ rows }: { rows: number }) => (
  <div style={{ padding: "12px 0" }} aria-busy="true">
    <Skeleton active title={false} paragraph={{ rows, width: "100%" }} />
  </div>
);
