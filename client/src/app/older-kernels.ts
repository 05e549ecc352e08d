/** What the build cannot lower for Chromium 88: library functions, the few that we and our parts use. */
type Indexed = { length: number; [index: number]: unknown };

function define(target: object, name: string, value: unknown): void {
  if (!(name in target))
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function at(this: Indexed | string, index: number): unknown {
  const place = Math.trunc(index) || 0;
  return this[place < 0 ? this.length + place : place];
}

function findLastIndex(
  this: Indexed,
  matches: (value: unknown, index: number, all: Indexed) => boolean,
): number {
  for (let index = this.length - 1; index >= 0; index -= 1)
    if (matches(this[index], index, this)) return index;
  return -1;
}

function findLast(
  this: Indexed,
  matches: (value: unknown, index: number, all: Indexed) => boolean,
) {
  return this[findLastIndex.call(this, matches)];
}

function toSorted(this: unknown[], compare?: (a: unknown, b: unknown) => number) {
  // oxlint-disable-next-line unicorn/no-array-sort -- this is what fills it in
  return this.slice().sort(compare);
}

function toReversed(this: unknown[]) {
  // oxlint-disable-next-line unicorn/no-array-reverse -- this is what fills it in
  return this.slice().reverse();
}

define(Array.prototype, "at", at);
define(String.prototype, "at", at);
define(Array.prototype, "findLast", findLast);
define(Array.prototype, "findLastIndex", findLastIndex);
define(Array.prototype, "toSorted", toSorted);
define(Array.prototype, "toReversed", toReversed);
define(Object, "hasOwn", (object: object, name: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(object, name),
);
define(window, "structuredClone", (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown);
define(AbortSignal, "timeout", (milliseconds: number) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
});
