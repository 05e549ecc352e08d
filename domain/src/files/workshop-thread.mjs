// A worker does not inherit its parent's way of reading TypeScript; this file needs none, and brings it.
import { register } from "tsx/esm/api";

register();
await import("./workshop-tasks.ts");
