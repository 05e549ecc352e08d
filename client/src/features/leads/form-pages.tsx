import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { LeadForm } from "./lead-form.tsx";
import { leadQuery } from "./queries.ts";

/** 登记线索. */
export function RegisterPage() {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Page title={t("leads.form.new")} width="text">
      <LeadForm
        lead={null}
        onDone={(lead) => void navigate(`/leads/${lead.id}`, { replace: true })}
        onCancel={() => void navigate(-1)}
      />
    </Page>
  );
}

/** 修改线索. */
export function EditPage() {
  const t = useText();
  const navigate = useNavigate();
  const { leadId = "" } = useParams();
  const { data, error } = useQuery(leadQuery(leadId));
  if (error) return <ProblemNote thrown={error} />;
  if (!data) return <PageSkeleton />;
  const back = () => void navigate(`/leads/${leadId}`, { replace: true });
  return (
    <Page
      title={t("leads.form.edit")}
      aside={<span className="quiet number">{data.number}</span>}
      width="text"
    >
      <LeadForm key={leadId} lead={data} onDone={back} onCancel={back} />
    </Page>
  );
}
