import { parentPort } from "node:worker_threads";
import { bearsMark } from "./search.ts";
import { stamp } from "./stamp.ts";
import type { Task } from "./workshop.ts";

const answer = (task: Task): Promise<unknown> =>
  task.do === "search" ? bearsMark(task.path, task.kind) : stamp(task.path, task.tile);

parentPort?.on("message", ({ n, task }: { n: number; task: Task }) => {
  answer(task).then(
    (done) => parentPort?.postMessage({ n, answer: done }),
    () => parentPort?.postMessage({ n, answer: null }),
  );
});
