import { queryOptions } from "@tanstack/react-query";
import { dashboardRoutes } from "@hub/domain/dashboards/contract";
import { call } from "../../app/call.ts";

/** Without a year the present one, as the hub's clock has it. */
type Year = number | undefined;

export const boardQuery = (year: Year) =>
  queryOptions({
    queryKey: ["dashboards", "board", year ?? null],
    queryFn: ({ signal }) => call(dashboardRoutes.board, { query: { year }, signal }),
  });

export const agreementBoardQuery = (agreementId: string, year: Year) =>
  queryOptions({
    queryKey: ["dashboards", "agreement", agreementId, year ?? null],
    queryFn: ({ signal }) =>
      call(dashboardRoutes.agreement, { params: { agreementId }, query: { year }, signal }),
  });

export const officeBoardQuery = (officeId: string, year: Year) =>
  queryOptions({
    queryKey: ["dashboards", "office", officeId, year ?? null],
    queryFn: ({ signal }) =>
      call(dashboardRoutes.office, { params: { officeId }, query: { year }, signal }),
  });

export const leadersBoardQuery = queryOptions({
  queryKey: ["dashboards", "leaders"],
  queryFn: ({ signal }) => call(dashboardRoutes.leaders, { signal }),
});

export const yearQuery = (agreementId: string, year: number) =>
  queryOptions({
    queryKey: ["dashboards", "year", agreementId, year],
    queryFn: ({ signal }) =>
      call(dashboardRoutes.year, { params: { agreementId, year: String(year) }, signal }),
  });
