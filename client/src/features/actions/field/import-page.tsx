import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Progress, Select } from "antd";
import { useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { Page } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { problemText, useSay } from "../../../ui/say.ts";
import { sizeText } from "../../../ui/uploads.ts";
import { When } from "../../../ui/when.tsx";
import { FixText } from "../fix-text.tsx";
import { actionQuery } from "../queries.ts";
import { useImporting, type Importing } from "./importing.ts";
import styles from "../actions.module.css";

export function ImportPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const { data: view, error } = useQuery(actionQuery(actionId));
  if (error)
    return (
      <Page title={t("actions.act.import")}>
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Import view={view} /> : <PageSkeleton rows={8} />;
}

/** 批量导入: files of cameras and drones, with time and place as their devices state them. */
function Import({ view }: { view: ActionView }) {
  const t = useText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const importing = useImporting();
  const input = useRef<HTMLInputElement>(null);
  const [findingId, setFindingId] = useState<string | null>(null);
  const [id, renew] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const { items } = importing;
  const here = items.filter((one) => one.state === "here");
  const failed = items.filter((one) => one.state === "failed");
  const isUnderWay = here.length + failed.length < items.length;
  const part = items.reduce((sum, one) => sum + one.part, 0) / Math.max(1, items.length);

  async function keep() {
    setBusy(true);
    setThrown(null);
    try {
      await call(actionRoutes.importPhotos, {
        params: { actionId: view.id },
        body: { id, findingId, photos: here.flatMap((one) => (one.shot ? [one.shot] : [])) },
      });
      message.success(t("actions.import.done", { count: here.length }));
      renew(newId());
      importing.clear();
      await client.invalidateQueries({ queryKey: ["actions"] });
    } catch (failure) {
      setThrown(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page
      title={t("actions.act.import")}
      aside={<Link to={`/actions/${view.id}`}>{view.title}</Link>}
    >
      <p className="quiet">{t("actions.import.hint")}</p>
      <div className={styles.filters}>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept="image/jpeg,image/png,video/mp4"
          aria-label={t("actions.import.choose")}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = "";
            importing.add(files.slice(0, 500 - items.length));
          }}
        />
        <Button onClick={() => input.current?.click()}>{t("actions.import.choose")}</Button>
        <Select
          allowClear
          style={{ minWidth: 240 }}
          value={findingId}
          placeholder={t("actions.import.atLarge")}
          aria-label={t("actions.import.to")}
          options={view.findingRows.map(({ id: value, number, title }) => ({
            value,
            label: t("actions.findings.numbered", { n: number, title }),
          }))}
          onChange={(value: string | undefined) => {
            setFindingId(value ?? null);
            renew(newId());
          }}
        />
        <Button
          type="primary"
          loading={busy}
          disabled={here.length === 0 || isUnderWay}
          onClick={() => void keep()}
        >
          {t("actions.import.act", { count: here.length })}
        </Button>
        {failed.length > 0 && !isUnderWay && (
          <Button onClick={() => importing.retryFailed()}>
            {t("actions.import.retry", { count: failed.length })}
          </Button>
        )}
      </div>
      {items.length > 0 && (
        <p role="status">
          {t("actions.import.progress", { here: here.length, all: items.length })}
          <Progress
            percent={Math.round(part * 100)}
            size="small"
            aria-label={t("actions.act.import")}
          />
        </p>
      )}
      <ProblemNote thrown={thrown} />
      <ul className={styles.lines}>
        {items.map((one) => (
          <Row key={one.fileId} item={one} />
        ))}
      </ul>
    </Page>
  );
}

function Row({ item: { file, state, shot, problem } }: { item: Importing }) {
  const t = useText();
  const say = useSay();
  return (
    <li>
      <span>
        {file.name} <span className="quiet number">{sizeText(file.size)}</span>
      </span>
      <span className="quiet">
        {shot && (
          <>
            <span className={styles.alone}>{t("actions.photos.stated")}</span>{" "}
            {shot.takenAt ? <When at={shot.takenAt} /> : t("actions.import.noTime")}{" "}
            <FixText fix={shot.fix} />
          </>
        )}
      </span>
      <span className={state === "here" ? styles.same : state === "failed" ? styles.differs : ""}>
        {state === "failed" && problem
          ? problemText(say, problem)
          : t(`actions.import.state.${state}`)}
      </span>
    </li>
  );
}
