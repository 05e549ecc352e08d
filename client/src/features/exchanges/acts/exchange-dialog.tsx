import type { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { call } from "../../../app/call.ts";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** An endpoint of an act on one exchange, whatever it asks for. */
export type ActRoute<Body extends z.ZodType> = Omit<typeof exchangeRoutes.discard, "body"> & {
  body: Body;
};

type DialogProps<Body extends z.ZodType, Values extends object> = ComponentProps<
  typeof ActDialog<Body, Values, ExchangeView>
>;

type Props<Body extends z.ZodType, Values extends object> = ActProps &
  Omit<DialogProps<Body, Values>, "schema" | "send" | "onDone" | "onRefused"> & {
    route: ActRoute<Body>;
  };

/** The dialog of one act on an exchange: checks by the route's contract, sends it there, and shows the answer at once. */
export function ExchangeDialog<Body extends z.ZodType, Values extends object>({
  view,
  route,
  ...rest
}: Props<Body, Values>) {
  const { params, onDone, onRefused } = useTaking(view);
  return (
    <ActDialog<Body, Values, ExchangeView>
      {...rest}
      schema={route.body}
      send={(body) => call(route, { params, body })}
      onDone={onDone}
      onRefused={onRefused}
    />
  );
}
