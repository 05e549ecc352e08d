import type { StepPaper } from "@hub/domain/disputes/contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";

export interface Designation {
  officeId: string;
  /** 《指定管辖决定书》 or what else it rests on; null where the designating office recorded it itself, without one. */
  paper: StepPaper | null;
  /** How the lead gets there from here: `send` through the hub, `outside` of it, or null when there is nothing left for me to do. */
  road: "send" | "outside" | null;
}

/**
 * 指定管辖 that led away from the receiver (arts 17, 26): to which office, on which paper, and what the sender may do about it.
 * `isConnected` is undefined until the directory is here; an office without accounts cannot be sent anything through the hub.
 */
export function designationOf(
  view: Pick<ExchangeView, "state" | "side" | "fromOfficeId" | "dispute">,
  can: readonly string[],
  isConnected: (officeId: string) => boolean | undefined,
): Designation | null {
  const officeId = view.dispute?.designatedOfficeId;
  if (view.state !== "redirected" || !officeId) return null;
  const step = view.dispute?.steps.findLast((one) => one.result === "designate");
  const roadOf = (): Designation["road"] => {
    if (view.side !== "from" || officeId === view.fromOfficeId) return null;
    const connected = isConnected(officeId);
    if (connected === true) return can.includes("send") ? "send" : null;
    return connected === false && can.includes("refer_out") ? "outside" : null;
  };
  return { officeId, paper: step?.paper ?? null, road: roadOf() };
}
