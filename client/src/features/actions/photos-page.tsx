import type { ImportView } from "@hub/domain/actions/record-contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { FileLink } from "../../ui/materials.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { minuteTime } from "../../ui/time.ts";
import { When } from "../../ui/when.tsx";
import { kindOf } from "./file-kind.ts";
import { FixText } from "./fix-text.tsx";
import { actionQuery, importsQuery } from "./queries.ts";
import styles from "./actions.module.css";

/** 影像资料: what cameras and drones took of the action at large, with time and place as they state them. */
export function PhotosPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const action = useQuery(actionQuery(actionId));
  const { data, error, refetch } = useQuery(importsQuery(actionId));
  return (
    <Page
      title={t("actions.import.title")}
      aside={<Link to={`/actions/${actionId}`}>{action.data?.title}</Link>}
    >
      <ProblemNote thrown={action.error ?? error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={8} />}
      {data?.length === 0 && <p className="quiet">{t("actions.photos.none")}</p>}
      {data?.map((one) => (
        <Import key={one.id} of={one} />
      ))}
    </Page>
  );
}

function Import({ of: { by, photos } }: { of: ImportView }) {
  const t = useText();
  return (
    <Section
      title={t("actions.import.of", { count: photos.length, at: minuteTime(by.at) })}
      aside={
        <span className="quiet">
          {by.name} <OfficeName id={by.officeId} short />
        </span>
      }
    >
      <p className={styles.alone}>{t("actions.photos.stated")}</p>
      <ul className={styles.photos}>
        {photos.map(({ shot, file, same }) => (
          <li key={shot.fileId}>
            <FileLink file={{ ...file, kind: kindOf(file.mime) }} />
            <span>
              {shot.takenAt ? <When at={shot.takenAt} /> : t("actions.import.noTime")}{" "}
              <FixText fix={shot.fix} />
            </span>
            <span className={same ? styles.same : styles.differs}>
              {t(same ? "actions.photos.sameAsRead" : "actions.photos.differsFromRead")}
            </span>
            <span className={styles.hash}>SHA-256 {shot.sha256}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
