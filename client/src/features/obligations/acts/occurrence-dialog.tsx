import type { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import type { OccurrenceView } from "@hub/domain/obligations/contract";
import { useQueryClient } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { againObligations, occurrenceQuery } from "../queries.ts";

/** What every act dialog of an occurrence is given. */
export interface OccurrenceActProps {
  view: OccurrenceView;
  open: boolean;
  onClose: () => void;
}

type ActRoute<Body extends z.ZodType> = Omit<typeof obligationRoutes.confirm, "body"> & {
  body: Body;
};
type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, OccurrenceView>
>;
type Props<Body extends z.ZodType, Values extends object> = OccurrenceActProps &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused"> & {
    route: ActRoute<Body>;
  };

/** The dialog of one act on an occurrence: checks by the route's contract, sends it there, and shows the answer at once. */
export function OccurrenceDialog<Body extends z.ZodType, Values extends object>({
  view,
  route,
  ...rest
}: Props<Body, Values>) {
  const client = useQueryClient();
  const again = () => againObligations(client);
  return (
    <ActDialog<Body, Values, OccurrenceView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params: { occurrenceId: view.id }, body })}
      onDone={(next) => {
        client.setQueryData(occurrenceQuery(view.id).queryKey, next);
        void again();
      }}
      onRefused={() => void again()}
    />
  );
}
