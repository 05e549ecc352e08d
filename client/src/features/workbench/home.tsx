import { useQuery } from "@tanstack/react-query";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Duty } from "./duty.tsx";
import { Feed } from "./feed.tsx";
import { LeadersPage } from "./leaders.tsx";
import { Part } from "./part.tsx";
import { workbenchQuery } from "./queries.ts";
import { TodoList } from "./todo-list.tsx";
import styles from "./workbench.module.css";

/** The first page of the day: what waits for me, who can be reached, what moved. */
export function Home() {
  const t = useText();
  const me = useMe();
  const { data, error, refetch } = useQuery(workbenchQuery);
  if (error && !data)
    return (
      <Page title={t("workbench.title")}>
        <ProblemNote thrown={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data) return <PageSkeleton rows={10} />;
  if (data.leaders) return <LeadersPage bench={data} leaders={data.leaders} />;
  return (
    <Page title={t("workbench.title")}>
      {me.officer.posts.length === 0 && <p className={styles.noPost}>{t("workbench.noPost")}</p>}
      <div className={styles.columns}>
        <div>
          <Part title={t("workbench.todo")} count={data.todo.length}>
            <TodoList
              todos={data.todo}
              empty={t("workbench.noTodo")}
              next={t("workbench.noTodoNext")}
            />
          </Part>
          <Part title={t("workbench.toRead")} count={data.toRead.length}>
            <TodoList todos={data.toRead} empty={t("workbench.noToRead")} quiet />
          </Part>
        </div>
        <div>
          <Part title={t("workbench.today")}>
            <Duty />
          </Part>
        </div>
        <div>
          <Part title={t("workbench.feed")}>
            <Feed />
          </Part>
        </div>
      </div>
    </Page>
  );
}
