import { useQuery } from "@tanstack/react-query";
import { LinesSkeleton } from "../../ui/lines-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { AgreementLines } from "./agreement-lines.tsx";
import { leadersBoardQuery } from "./queries.ts";

/** For the leaders' page: one line per agreement, of what the own office owes in it. */
export function LeadersAgreements() {
  const { data, error, refetch } = useQuery(leadersBoardQuery);
  if (error && !data) return <ProblemNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton rows={3} />;
  return (
    <AgreementLines
      lines={data.agreements}
      year={data.year}
      scope={{ officeId: data.officeId }}
      brief
    />
  );
}
