import { Skeleton } from "antd";

/** The shape of a list while it comes: as many lines as one sees, in the height of its rows. */
export function RowsSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <div aria-busy="true" aria-label={label} role="status">
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          aria-hidden
          style={{ height: 40, paddingTop: 12, borderBottom: "1px solid var(--line)" }}
        >
          <Skeleton active title={{ width: `${70 - (index % 4) * 9}%` }} paragraph={false} />
        </div>
      ))}
    </div>
  );
}
