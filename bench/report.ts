import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";

/** One measured figure beside the aim it is held against and the peer it was measured beside, if any. */
export interface Row {
  what: string;
  /** In `unit`. */
  value: number;
  unit: string;
  /** The same figure of the bare peer in the same run. */
  bare?: number;
  /** What was aimed for, in words: printed beside the figure, never asserted. */
  aim?: string;
}

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  node: string;
  kernel: string;
  commit: string;
}

export const machine = (): Machine => ({
  cpu: os.cpus()[0]?.model ?? "unknown",
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  kernel: os.release(),
  commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
});

const RESULTS = fileURLToPath(new URL("results.json", import.meta.url));

type Results = Record<string, { at: string; machine: Machine; rows: Row[] }>;

/** Keeps a group's figures with the machine and the commit; other groups' stay as they were measured. */
export function keep(group: string, rows: Row[]): void {
  let results: Results = {};
  try {
    results = JSON.parse(readFileSync(RESULTS, "utf8")) as Results;
  } catch {
    // The first run has nothing to keep beside its own.
  }
  results[group] = { at: new Date().toISOString(), machine: machine(), rows };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
}

const figure = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** The figures as a table for a terminal. */
export function print(group: string, rows: Row[]): void {
  const cells = rows.map((row) => [
    row.what,
    `${figure(row.value)} ${row.unit}`,
    row.bare === undefined ? "" : `${figure(row.bare)} (${figure(row.value / row.bare)}x)`,
    row.aim ?? "",
  ]);
  const lines = [["", "hub", "bare", "aim"], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  console.log(`\n${group}`);
  for (const line of lines)
    console.log(
      `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
    );
}

/** The value below which `share` of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
