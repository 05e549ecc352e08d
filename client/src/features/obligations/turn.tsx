import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import type { AgreementObligations } from "@hub/domain/obligations/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { OfficeName, OfficePicker } from "../../ui/names.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { DayField } from "../leads/day-field.tsx";
import { useToday } from "./due-day.tsx";
import { againObligations } from "./queries.ts";
import styles from "./turn.module.css";

/** 轮值召集单位: the parties in signing order, whose turn it is, and by which fact it moved. */
export function TurnLine({ of }: { of: AgreementObligations }) {
  const t = useText();
  const [moving, setMoving] = useState(false);
  const [used, setUsed] = useState(false);
  const { turn } = of;
  const last = turn.moved.at(-1);
  return (
    <div className={styles.turn}>
      <ol className={styles.order} aria-label={t("obligations.turn.title")}>
        {turn.order.map((id) => {
          const here = id === turn.officeId;
          return (
            <li
              key={id}
              className={here ? styles.here : undefined}
              aria-current={here ? "step" : undefined}
            >
              <OfficeName id={id} short />
              {here && <span className={styles.word}>{t("obligations.turn.now")}</span>}
            </li>
          );
        })}
      </ol>
      {last && (
        <p className="quiet">{t("obligations.turn.moved", { day: last.on, fact: last.fact })}</p>
      )}
      {turn.can.includes("move") && (
        <Button
          size="small"
          className="screen-only"
          onClick={() => {
            setUsed(true);
            setMoving(true);
          }}
        >
          {t("obligations.turn.act")}
        </Button>
      )}
      {used && <MoveDialog of={of} open={moving} onClose={() => setMoving(false)} />}
    </div>
  );
}

function MoveDialog({
  of,
  open,
  onClose,
}: {
  of: AgreementObligations;
  open: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const today = useToday();
  const { turn, agreementId } = of;
  const again = () => againObligations(client);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("obligations.turn.act")}
      act={t("obligations.turn.act")}
      hint={t("obligations.turn.hint")}
      initial={{ to: null as string | null, fact: "", on: today }}
      schema={obligationRoutes.turn.body}
      body={(id, { to, fact, on }) => ({
        id,
        expects: turn.version,
        to: to ?? null,
        fact,
        on: on ?? "",
      })}
      send={(body) => call(obligationRoutes.turn, { params: { agreementId }, body })}
      onDone={again}
      onRefused={() => void again()}
      done={t("obligations.turn.done")}
    >
      <Form.Item name="to" label={t("obligations.turn.to")} extra={t("obligations.turn.toHint")}>
        <OfficePicker options={turn.order.filter((id) => id !== turn.officeId)} />
      </Form.Item>
      <Form.Item
        name="fact"
        label={t("obligations.turn.fact")}
        extra={t("obligations.turn.factHint")}
      >
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="on" label={t("obligations.turn.on")}>
        <DayField past />
      </Form.Item>
    </ActDialog>
  );
}
