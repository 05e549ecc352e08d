import { Timestamp } from "bson";
import type { Snapshot, Store } from "./store.ts";
import { type Doc, isDoc } from "./values.ts";
import { fault } from "./words.ts";

const IDLE_MINUTES = 5;

/** A point in time that reads outside of transactions go back to. */
export interface PointInTime {
  readonly at: Timestamp;
  readonly view: Snapshot;
  used: number;
}

/** The points in time that sessions read at (readConcern "snapshot"), each kept until nobody has asked for it for five minutes. */
export class Snapshots {
  private readonly store: Store;
  private readonly points = new Map<bigint, PointInTime>();
  private last = 0n;

  constructor(store: Store) {
    this.store = store;
  }

  /** The point that a read names by its time, or a new one, of now. Throws 239 when it is gone. */
  of(readConcern: Doc): PointInTime {
    const at = readConcern["atClusterTime"];
    const key = at instanceof Timestamp ? at.toBigInt() : 0n;
    const point = at === undefined ? this.now() : this.points.get(key);
    if (!point) throw fault(239, key);
    point.used = Date.now();
    return point;
  }

  private now(): PointInTime {
    const time = BigInt(Math.floor(Date.now() / 1_000)) << 32n;
    this.last = time > this.last ? time : this.last + 1n;
    const at = new Timestamp(this.last);
    const point = { at, view: this.store.snapshot(), used: Date.now() };
    this.points.set(this.last, point);
    return point;
  }

  /** Lets go of what was left. */
  sweep(isOver = false): void {
    const limit = Date.now() - IDLE_MINUTES * 60_000;
    for (const [key, point] of this.points) {
      // One that a cursor reads is asked for.
      if (point.view.isShared) point.used = Date.now();
      if (!isOver && point.used >= limit) continue;
      this.points.delete(key);
      point.view.close();
    }
  }
}

/** Tells the time of a read in its answer, where the driver looks for it. */
export function withTime(reply: Doc, { at }: PointInTime): Doc {
  const { cursor } = reply;
  return isDoc(cursor)
    ? { ...reply, cursor: { ...cursor, atClusterTime: at } }
    : { ...reply, atClusterTime: at };
}
