import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { LeadView } from "@hub/domain/leads/contract";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { leadQuery } from "../leads/queries.ts";
import { Matter } from "./matter.tsx";
import { exchangeQuery } from "./queries.ts";

/** A lead with its exchanges; the newest is looked at until another is chosen. */
export function LeadPage() {
  const { leadId = "" } = useParams();
  const { data: lead, error } = useQuery(leadQuery(leadId));
  if (error) return <Gone thrown={error} />;
  return lead ? <LeadMatter key={leadId} lead={lead} /> : <PageSkeleton rows={10} />;
}

function LeadMatter({ lead }: { lead: LeadView }) {
  const [search, setSearch] = useSearchParams();
  const ids = lead.exchanges.map((one) => one.id);
  // One that comes later joins the page when it is there; the page does not go away for it, with what is being typed.
  const [awaited] = useState(ids);
  const found = useQueries({ queries: ids.map((id) => exchangeQuery(id)) });
  if (ids.some((id, index) => awaited.includes(id) && found[index]?.isPending))
    return <PageSkeleton rows={10} />;
  // One that was closed to me meanwhile is left out; the others stay.
  const views = found.flatMap((one) => (one.data ? [one.data] : []));
  const chosen = search.get("exchange");
  const view =
    views.find((one) => one.id === chosen) ??
    views.find((one) => one.id === lead.exchange?.id) ??
    views[0] ??
    null;
  const choose = (exchangeId: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.set("exchange", exchangeId);
        return next;
      },
      { replace: true },
    );
  return <Matter lead={lead} view={view} views={views} onExchange={choose} />;
}

/** An exchange that this officer's office has no lead of (yet): what came, before it is accepted, or a superior's look. */
export function ExchangePage() {
  const { exchangeId = "" } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { data: view, error } = useQuery(exchangeQuery(exchangeId));
  const ownLead = view?.leadId ?? null;
  const lead = useQuery({ ...leadQuery(ownLead ?? ""), enabled: ownLead !== null, retry: false });
  const leadId = lead.data?.id;
  // The own lead is the better place; until it is there, this page shows the same.
  useEffect(() => {
    if (!leadId) return;
    const next = new URLSearchParams(search);
    next.set("exchange", exchangeId);
    void navigate(`/leads/${leadId}?${next}`, { replace: true });
  }, [leadId, exchangeId, search, navigate]);
  if (error) return <Gone thrown={error} />;
  if (!view || (ownLead !== null && lead.isPending)) return <PageSkeleton rows={10} />;
  return (
    <Matter
      key={exchangeId}
      lead={lead.data ?? null}
      view={view}
      views={[view]}
      onExchange={() => undefined}
    />
  );
}

function Gone({ thrown }: { thrown: unknown }) {
  const t = useText();
  const title =
    problemOf(thrown).code === "not_found" ? t("leads.page.goneTitle") : t("leads.rail");
  return (
    <Page title={title} width="text">
      <ProblemNote thrown={thrown} />
    </Page>
  );
}
