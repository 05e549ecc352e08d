import { HubError } from "@hub/domain/kernel/faults";

/**
 * Runs a command and presents what it changed under today's rights. A `stale` refusal carries the same view, so that the browser can lay
 * what was typed beside what is there.
 */
export async function withFresh<View>(
  act: Promise<void>,
  view: () => Promise<View>,
): Promise<View> {
  try {
    await act;
  } catch (thrown) {
    if (!(thrown instanceof HubError && thrown.code === "stale")) throw thrown;
    throw new HubError("stale", { ...thrown.detail, fresh: await view() });
  }
  return view();
}
