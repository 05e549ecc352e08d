import { Link } from "react-router";
import type { Todo } from "@hub/domain/workbench/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { useSay } from "../../ui/say.ts";
import { Due, When } from "../../ui/when.tsx";
import styles from "./workbench.module.css";

/** Formal acts: their button is vermilion. */
const FORMAL = new Set(["sign", "issue", "freeze", "release_proposal"]);

/** Of obligations one does what is owed at a time. */
const PLACE = {
  leads: "leads",
  exchanges: "exchanges",
  agreements: "agreements",
  obligations: "occurrences",
  actions: "actions",
} as const satisfies Record<Todo["feature"], string>;
const pathOf = ({ feature, id, act }: Todo) => `/${PLACE[feature]}/${id}?act=${act}`;

/** 移送线索, 协作协议, 联席会议. */
const kindText = (say: ReturnType<typeof useSay>, { feature, kind }: Todo): string | null =>
  say(feature === "agreements" ? `agreements.instrument.${kind}` : `${feature}.kind.${kind}`) ??
  kind;

interface TodoListProps {
  todos: readonly Todo[];
  empty: string;
  /** What comes next when nothing waits. */
  next?: string;
  /** For reading: no clock is pressed on anybody. */
  quiet?: boolean;
  /** So many lines on paper, and how many more there are. */
  onPaper?: number;
}

/** One line each: what, from whom, time left, and the one button that opens it at the right place. */
export function TodoList(props: TodoListProps) {
  const { todos, empty, next, quiet = false, onPaper = Infinity } = props;
  const t = useText();
  if (todos.length === 0)
    return (
      <div className={styles.empty}>
        <p>{empty}</p>
        {next && <p className="quiet">{next}</p>}
      </div>
    );
  return (
    <ul className={quiet ? styles.quiet : undefined}>
      {todos.map((todo, index) => (
        <TodoLine
          key={`${todo.id}/${todo.act}`}
          todo={todo}
          quiet={quiet}
          onPaper={index < onPaper}
        />
      ))}
      {todos.length > onPaper && (
        <li className="paper-only">{t("ui.moreThere", { count: todos.length - onPaper })}</li>
      )}
    </ul>
  );
}

interface TodoLineProps {
  todo: Todo;
  quiet: boolean;
  onPaper: boolean;
}

function TodoLine({ todo, quiet, onPaper }: TodoLineProps) {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const act =
    say(`${todo.feature}.act.${todo.act}`) ??
    say(`${todo.feature}.step.${todo.act}`) ??
    say(`workbench.act.${todo.act}`) ??
    todo.act;
  const other = todo.fromOfficeId === me.officer.officeId ? todo.toOfficeId : todo.fromOfficeId;
  return (
    <li className={cx(styles.todo, !onPaper && "screen-only")}>
      <div className={styles.what}>
        <Link to={pathOf(todo)} className={styles.title}>
          {todo.urgent && <span className={styles.urgent}>{t("workbench.urgent")}</span>}
          {todo.title}
        </Link>
        <div className={styles.about}>
          {todo.kind && <span>{kindText(say, todo)}</span>}
          {other && other !== me.officer.officeId && (
            <span>
              {todo.fromOfficeId === me.officer.officeId ? t("workbench.to") : t("workbench.from")}{" "}
              <OfficeName id={other} short />
            </span>
          )}
          {todo.by && <span>{todo.by}</span>}
          <span>
            <When at={todo.since} short />
          </span>
        </div>
      </div>
      <div className={styles.clock}>
        {!quiet &&
          (todo.due ? (
            <Due at={todo.due} kind="agreed" />
          ) : (
            // Steps of one's own lead have no other office to agree a time with.
            todo.feature === "exchanges" && <span className="quiet">{t("ui.due.none")}</span>
          ))}
      </div>
      <Link
        to={pathOf(todo)}
        className={cx(styles.act, FORMAL.has(todo.act) && styles.formal)}
        aria-label={t("workbench.actOn", { act, title: todo.title })}
      >
        {act}
      </Link>
    </li>
  );
}
