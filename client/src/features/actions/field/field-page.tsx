import type { ActionView } from "@hub/domain/actions/contract";
import type { FaultCode } from "@hub/domain/kernel/faults";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useText } from "../../../app/i18n.ts";
import { packs } from "../../../app/offline.ts";
import { problemOf } from "../../../app/problem.ts";
import { Page } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { actionQuery } from "../queries.ts";
import { CameraButton } from "./camera-button.tsx";
import { FindingForm } from "./finding-form.tsx";
import { KeptList, StatusLine } from "./kept.tsx";
import { prepareHashing } from "./hashing.ts";
import { fixAt, usePosition } from "./position.ts";
import { StopChecklist } from "./stop-checklist.tsx";
import { takenNow, useField, type Taken } from "./use-field.ts";
import { usePack } from "./use-pack.ts";
import styles from "./field.module.css";

/** 现场模式: one stop at a time, the camera first, and always the line that says what is kept and what was sent. */
export function FieldPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  // What was seen once stays on the screen: out there the network comes and goes.
  const { data: view, error } = useQuery({ ...actionQuery(actionId), gcTime: Infinity });
  const isGone = error !== null && GONE.includes(problemOf(error).code);
  useEffect(() => {
    if (isGone) void packs.clear();
  }, [isGone]);
  if (view && !isGone) return <FieldMode view={view} />;
  return error ? (
    <Page title={t("actions.act.record")}>
      <ProblemNote thrown={error} />
    </Page>
  ) : (
    <PageSkeleton rows={8} />
  );
}

/** It may not be read any more: then it does not stay on the screen or the device either. */
const GONE: readonly FaultCode[] = ["not_found", "forbidden"];

interface Place {
  id: string | null;
  name: string;
  note: string;
}

function FieldMode({ view }: { view: ActionView }) {
  const t = useText();
  const field = useField(view.id);
  usePack(view);
  const position = usePosition();
  // In the address: who opens the page again stands where he was.
  const [search, setSearch] = useSearchParams();
  useEffect(prepareHashing, []);
  const [taken, setTaken] = useState<readonly Taken[] | null>(null);
  const [thrown, setThrown] = useState<unknown>(null);
  const gathering: Place = {
    id: null,
    name: view.plan?.content.gathering?.name || t("actions.field.gathering"),
    note: "",
  };
  const places: Place[] = [gathering, ...(view.plan?.content.stops ?? [])];
  const at = Math.max(
    0,
    places.findIndex(({ id }) => id === search.get("stop")),
  );
  const here = places[at] ?? gathering;
  const goTo = (next: number) => {
    const stop = places[next]?.id;
    setSearch(stop ? { stop } : {}, { replace: true });
  };
  const mayRecord = view.can.includes("record");
  const fix = () => fixAt(position, Date.now());
  const run = (work: Promise<void>) =>
    void work.then(
      () => setThrown(null),
      (failure: unknown) => setThrown(failure),
    );
  const isIn =
    field.records.some((one) => one.kind === "check_in" && one.body.stopId === here.id) ||
    view.attendance.checkIns.some(
      (one) => one.stopId === here.id && field.receipts.some(({ id }) => id === one.id),
    );

  return (
    <div className={styles.field}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{view.title}</h1>
          <Link to={`/actions/${view.id}`}>{t("actions.field.leave")}</Link>
        </div>
        <StatusLine field={field} position={position} />
      </header>
      {!mayRecord && <p className={styles.note}>{t("actions.field.closed")}</p>}
      <nav className={styles.stops} aria-label={t("actions.plan.stops")}>
        <Button
          className={styles.big ?? ""}
          disabled={at === 0}
          aria-label={t("actions.field.before")}
          onClick={() => goTo(at - 1)}
        >
          ‹
        </Button>
        <div className={styles.stop} aria-live="polite">
          <span className="number">
            {at === 0
              ? t("actions.field.gathering")
              : t("actions.field.stopOf", { n: at, all: places.length - 1 })}
          </span>
          <strong>{here.name}</strong>
          {here.note && <span>{here.note}</span>}
        </div>
        <Button
          className={styles.big ?? ""}
          disabled={at >= places.length - 1}
          aria-label={t("actions.field.after")}
          onClick={() => goTo(at + 1)}
        >
          ›
        </Button>
      </nav>
      {taken ? (
        <FindingForm
          key={here.id}
          view={view}
          taken={taken}
          place={here.name}
          onMore={(files) =>
            run(takenNow(files, fix()).then((more) => setTaken([...taken, ...more])))
          }
          onSave={(finding) =>
            run(
              field
                .find({ ...finding, stopId: here.id, fix: fix(), photos: taken })
                .then(() => setTaken(null)),
            )
          }
          onLeave={() => setTaken(null)}
        />
      ) : (
        <>
          <div className={styles.main}>
            <CameraButton
              big
              disabled={!mayRecord}
              label={t("actions.field.camera")}
              onTaken={(files) => run(takenNow(files, fix()).then(setTaken))}
            />
            <Button
              className={styles.big ?? ""}
              disabled={!mayRecord || isIn}
              onClick={() => run(field.checkIn(here, fix()))}
            >
              {isIn ? t("actions.field.isIn") : t("actions.field.checkIn")}
            </Button>
            <Button className={styles.big ?? ""} disabled={!mayRecord} onClick={() => setTaken([])}>
              {t("actions.field.withoutPhoto")}
            </Button>
          </div>
          <StopChecklist
            key={here.id}
            view={view}
            stopId={here.id}
            field={field}
            disabled={!mayRecord}
            onTick={(tick) => run(field.tick({ ...tick, fix: fix() }))}
          />
        </>
      )}
      <ProblemNote thrown={thrown} />
      <KeptList field={field} />
    </div>
  );
}
