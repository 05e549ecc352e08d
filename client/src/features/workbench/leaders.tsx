import { Button } from "antd";
import { Link } from "react-router";
import type { Workbench } from "@hub/domain/workbench/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { Page } from "../../ui/page.tsx";
import { useOfficeName } from "../../ui/names.tsx";
import { useSay } from "../../ui/say.ts";
import { LeadersAgreements } from "../dashboards/leaders-part.tsx";
import { Duty } from "./duty.tsx";
import { Feed } from "./feed.tsx";
import { cx } from "../../ui/cx.ts";
import { Part } from "./part.tsx";
import { TodoList } from "./todo-list.tsx";
import styles from "./workbench.module.css";

type Leaders = NonNullable<Workbench["leaders"]>;

/** So many lines of each list have room on the one page. */
const ON_PAPER = 4;

/** One screen without scrolling at 1366×768: what waits for my word, what is late, and the year in figures. */
export function LeadersPage({ bench, leaders }: { bench: Workbench; leaders: Leaders }) {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const nameOf = useOfficeName();
  const isApproval = (id: string, act: string) =>
    leaders.approvals.some((one) => one.id === id && one.act === act);
  const rest = bench.todo.filter((one) => !isApproval(one.id, one.act));
  return (
    <Page
      title={t("workbench.title")}
      aside={<span className="quiet">{nameOf(me.officer.officeId)}</span>}
      actions={<Button onClick={() => window.print()}>{t("workbench.printOne")}</Button>}
      onePage
      paper={`${nameOf(me.officer.officeId)}${t("workbench.onePage")}`}
    >
      <div className={styles.oneScreen}>
        <section className={styles.year}>
          <h2>{t("workbench.figures", { year: leaders.year })}</h2>
          <dl className={styles.figures}>
            {leaders.figures.map(({ key, count, path, query }) => (
              <div key={key}>
                <dt>{say(`workbench.figure.${key}`) ?? key}</dt>
                <dd>
                  <Link to={`${path}?${new URLSearchParams(query).toString()}`}>
                    {count.capped ? "10,000+" : count.n}
                  </Link>
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <div className={styles.agreements}>
          <Part title={t("workbench.agreements")}>
            <LeadersAgreements />
          </Part>
        </div>
        <div className={styles.leaders}>
          <div className={styles.stack}>
            <Part title={t("workbench.approvals")} count={leaders.approvals.length}>
              <TodoList
                todos={leaders.approvals}
                empty={t("workbench.noApprovals")}
                onPaper={ON_PAPER}
              />
            </Part>
            {rest.length > 0 && (
              <Part title={t("workbench.otherTodo")} count={rest.length}>
                <TodoList todos={rest} empty="" onPaper={ON_PAPER} />
              </Part>
            )}
          </div>
          <div className={styles.stack}>
            <Part title={t("workbench.overdue")} count={leaders.overdue.length}>
              <TodoList
                todos={leaders.overdue}
                empty={t("workbench.noOverdue")}
                onPaper={ON_PAPER}
              />
            </Part>
            <Part title={t("workbench.toRead")} count={bench.toRead.length}>
              <TodoList
                todos={bench.toRead}
                empty={t("workbench.noToRead")}
                quiet
                onPaper={ON_PAPER}
              />
            </Part>
          </div>
          <div className={styles.stack}>
            <Part title={t("workbench.today")}>
              <Duty />
            </Part>
            <div className={cx(styles.stack, "screen-only")}>
              <Part title={t("workbench.feed")}>
                <Feed />
              </Part>
            </div>
          </div>
        </div>
      </div>
    </Page>
  );
}
