import { keep, print, type Row } from "./report.ts";

/** Groups of figures, each measured in a run of its own; `npm run bench -- leads start` runs only these. */
const GROUPS: Record<string, () => Promise<Row[]>> = {
  start: async () => (await import("./start.ts")).benchStart(),
  engine: async () => (await import("./engine.ts")).benchEngine(),
  leads: async () => (await import("./leads.ts")).benchLeads(),
  dashboard: async () => (await import("./dashboard.ts")).benchDashboard(),
  actions: async () => (await import("./actions.ts")).benchActions(),
  realtime: async () => (await import("./realtime.ts")).benchRealtime(),
};

const asked = process.argv.slice(2).filter((name) => !name.startsWith("-"));
const unknown = asked.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(
    `No such group: ${unknown.join(", ")}. There are: ${Object.keys(GROUPS).join(", ")}.`,
  );
  process.exit(1);
}
for (const [name, measure] of Object.entries(GROUPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const rows = await measure();
  keep(name, rows);
  print(name, rows);
}
