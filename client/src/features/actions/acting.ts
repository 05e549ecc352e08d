import { useQueryClient } from "@tanstack/react-query";
import type { ActionView } from "@hub/domain/actions/contract";
import { actionQuery, tookAction } from "./queries.ts";

/** What every act dialog of an action is given. */
export interface ActProps {
  view: ActionView;
  open: boolean;
  onClose: () => void;
}

/** After an act: its answer stands on the screen at once. After a refusal: the state that refused it is fetched and shown behind. */
export function useActing(actionId: string) {
  const client = useQueryClient();
  return {
    params: { actionId },
    onDone: (next: ActionView) => tookAction(client, next),
    onRefused: () => void client.invalidateQueries({ queryKey: actionQuery(actionId).queryKey }),
  };
}
