import { Button } from "antd";
import type { ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { RowsSkeleton } from "./rows-skeleton.tsx";
import { ProblemNote } from "./problem-note.tsx";
import styles from "./list-body.module.css";

/** What a list asks of its query. */
interface Pages {
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

interface ListBodyProps {
  pages: Pages;
  /** Rows that are there. */
  shown: number;
  /** Said while the first of them come. */
  loading: string;
  empty: ReactNode;
  /** The rows, when there are any. */
  children: ReactNode;
}

/** A list as it comes: its shape while it loads, why it does not, that it is empty, its rows, and the way to more of them. */
export function ListBody({ pages, shown, loading, empty, children }: ListBodyProps) {
  const t = useText();
  return (
    <>
      <ProblemNote thrown={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending ? (
        <RowsSkeleton label={loading} />
      ) : shown > 0 ? (
        children
      ) : (
        !pages.error && empty
      )}
      {shown > 0 && (
        <div className={`${styles.foot} screen-only`}>
          <span>{t("ui.shown", { shown })}</span>
          {pages.hasNextPage && (
            <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t("ui.loadMore")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

interface EmptyNoteProps {
  title: string;
  /** What belongs here, or how it comes here. */
  hint?: string;
  /** The next step. */
  children?: ReactNode;
}

/** In place of a list that has nothing. */
export function EmptyNote({ title, hint, children }: EmptyNoteProps) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {hint && <p className="quiet">{hint}</p>}
      {children}
    </div>
  );
}
