import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Department, Office } from "@hub/domain/offices/contract";
import { directoryRoute } from "@hub/domain/offices/contract";
import type { OfficerCard } from "@hub/domain/kernel/officer";
import { listOfficersRoute } from "@hub/domain/officers/contract";
import { call } from "../app/call.ts";

/** The office tree with all departments: small, and the same for everybody. */
export const officesQuery = queryOptions({
  queryKey: ["offices"],
  queryFn: ({ signal }) => call(directoryRoute, { signal }),
  staleTime: 10 * 60_000,
});

export interface Offices {
  /** False until the directory is here. */
  loaded: boolean;
  get: (id: string) => Office | undefined;
  /** In order of division code. */
  list: readonly Office[];
  departmentsOf: (officeId: string) => readonly Department[];
  department: (id: string) => Department | undefined;
}

/** Empty until it is loaded; names appear then. */
export function useOffices(): Offices {
  const { data } = useQuery(officesQuery);
  return useMemo(() => {
    const list = (data?.offices ?? []).toSorted((a, b) => a.id.localeCompare(b.id));
    const departments = data?.departments ?? [];
    const byId = new Map(list.map((office) => [office.id, office]));
    return {
      loaded: data !== undefined,
      list,
      get: (id) => byId.get(id),
      departmentsOf: (officeId) => departments.filter((one) => one.officeId === officeId),
      department: (id) => departments.find((one) => one.id === id),
    };
  }, [data]);
}

/** Everybody of an office, for pickers. */
export const officersQuery = (officeId: string) =>
  queryOptions({
    queryKey: ["officers", "of", officeId],
    queryFn: async ({ signal }) =>
      (await call(listOfficersRoute, { query: { officeId }, signal })).officers,
    staleTime: 5 * 60_000,
    enabled: officeId !== "",
  });

interface Waiting {
  resolve: (card: OfficerCard | null) => void;
  reject: (thrown: unknown) => void;
}

let waiting = new Map<string, Waiting[]>();

/** Asks for the names that one screen needs together, in one request. */
function officerCard(id: string): Promise<OfficerCard | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(flush, 8);
    const one = { resolve, reject };
    const known = waiting.get(id);
    if (known) known.push(one);
    else waiting.set(id, [one]);
  });
}

function flush(): void {
  const asked = waiting;
  waiting = new Map();
  const ids = [...asked.keys()];
  for (let start = 0; start < ids.length; start += 100) {
    const some = ids.slice(start, start + 100);
    call(listOfficersRoute, { query: { ids: some } }).then(
      ({ officers }) => {
        const found = new Map(officers.map((card) => [card.id, card]));
        for (const id of some)
          for (const one of asked.get(id) ?? []) one.resolve(found.get(id) ?? null);
      },
      (thrown: unknown) => {
        for (const id of some) for (const one of asked.get(id) ?? []) one.reject(thrown);
      },
    );
  }
}

export const officerQuery = (id: string) =>
  queryOptions({
    queryKey: ["officers", "card", id],
    queryFn: () => officerCard(id),
    staleTime: 10 * 60_000,
    enabled: id !== "",
  });

/** A person beside what they did; null where nobody is known by that id, undefined while it loads. */
export const useOfficer = (id: string): OfficerCard | null | undefined =>
  useQuery(officerQuery(id)).data;
