import type { ActionView } from "@hub/domain/actions/contract";
import type { Answer, OptionView, PollView } from "@hub/domain/actions/poll-contract";
import { Button } from "antd";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { spanText } from "./span-text.ts";
import styles from "./poll.module.css";

const SIGN: Record<Answer, string> = { yes: "✓", if_need_be: "△", no: "✕" };

/** Offices × dates: what each answered, and under every date whether it stands above the quorum line. */
export function PollGrid({
  view,
  poll,
  onFix,
}: {
  view: ActionView;
  poll: PollView;
  onFix: ((option: OptionView) => void) | null;
}) {
  const t = useText();
  return (
    <table className={styles.grid}>
      <thead>
        <tr>
          <th scope="col">{t("actions.poll.office")}</th>
          {poll.options.map((option) => (
            <th
              key={option.id}
              scope="col"
              className={cx(
                "number",
                option.quorate && styles.quorate,
                option.id === poll.fixedOptionId && styles.fixed,
              )}
            >
              {spanText(option.span)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {poll.rows.map(({ officeId, answers, note, by }) => (
          <tr key={officeId}>
            <th scope="row">
              <OfficeName id={officeId} short />
              {officeId === view.hostOfficeId && (
                <span className="quiet"> {t("actions.page.host")}</span>
              )}
              {by && <div className={styles.by}>{by.name}</div>}
              {note && <div className={styles.by}>{note}</div>}
            </th>
            {poll.options.map(({ id }) => {
              const answer = answers[id];
              return (
                <td key={id} className={cx(answer ? styles[answer] : styles.silent)}>
                  {answer ? (
                    <>
                      <span aria-hidden="true">{SIGN[answer]}</span>{" "}
                      {t(`actions.answer.of.${answer}`)}
                    </>
                  ) : (
                    t("actions.poll.notYet")
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("actions.poll.tally")}</th>
          {poll.options.map((option) => (
            <td key={option.id} className={cx("number", option.quorate && styles.quorate)}>
              {t("actions.poll.can", { count: option.yes + option.ifNeedBe })}
              <div className={styles.by}>
                {option.quorate ? t("actions.poll.over") : t("actions.poll.under")}
              </div>
              {option.busy > 0 && (
                <div className={styles.busy}>{t("actions.poll.busy", { count: option.busy })}</div>
              )}
              {onFix && (
                <Button
                  size="small"
                  aria-label={t("actions.poll.fixOf", { span: spanText(option.span) })}
                  onClick={() => onFix(option)}
                >
                  {t("actions.poll.fix")}
                </Button>
              )}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
