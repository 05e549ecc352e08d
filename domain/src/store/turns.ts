const lines = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs `work` after whatever this process runs already under the same key. What all of an office's acts must write (its register) would
 * otherwise lose race after race against itself; between processes the store still decides.
 */
export function inTurn<T>(hub: { store: object }, key: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(hub.store) ?? new Map<string, Promise<unknown>>();
  lines.set(hub.store, line);
  const before = line.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  line.set(key, settled);
  void settled.then(() => {
    if (line.get(key) === settled) line.delete(key);
  });
  return mine;
}
