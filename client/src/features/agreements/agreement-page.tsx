import { useQuery } from "@tanstack/react-query";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { useEffect } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Agreement } from "./agreement.tsx";
import { agreementQuery } from "./queries.ts";

/** One agreement as a document, with everything that is said and done about it. */
export function AgreementPage() {
  const t = useText();
  const { agreementId = "" } = useParams();
  const { data: view, error } = useQuery(agreementQuery(agreementId));
  // What failed to come anew leaves what is there, and what was typed in it; only what may not be read any more goes.
  if (error && (!view || problemOf(error).code === "not_found"))
    return (
      <Page
        title={
          problemOf(error).code === "not_found" ? t("agreements.reader.gone") : t("agreements.rail")
        }
        width="text"
      >
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Opened key={agreementId} view={view} /> : <PageSkeleton rows={10} />;
}

/** 会签 has a page of its own: a notice or a line of the workbench that says so leads on to it. */
const SIGNING = ["sign", "record_paper", "confirm_paper"];

function Opened({ view }: { view: AgreementView }) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const act = search.get("act") ?? "";
  const signs = SIGNING.includes(act) && view.state === "signing";
  useEffect(() => {
    if (signs) void navigate(`/agreements/${view.id}/signing?act=${act}`, { replace: true });
  }, [signs, act, view.id, navigate]);
  return signs ? <PageSkeleton rows={10} /> : <Agreement view={view} />;
}
