import { newId } from "@hub/domain/kernel/ids";
import type { Store } from "@hub/domain/store/store";
import { withDemoHub, type DemoHub } from "./demo-hub.ts";
import { quantile, type Row } from "./report.ts";

const SIZES = [100, 10_000, 100_000];
const READ = 200;

/** Lists and reads of leads through the hub's own door, in a process of its own, as its register grows. */
export const benchLeads = (): Promise<Row[]> => withDemoHub("gaoyou.zhang", measure);

async function measure({ store, timed }: DemoHub): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    await growTo(store, size);
    const list = await timed(() => "/leads?limit=50");
    const some = await store.leads
      .find({ officeId: "321084" }, { _id: 1 })
      .sort({ registeredAt: -1 })
      .limit(READ)
      .lean();
    const read = await timed((index) => `/leads/${some[index % some.length]?._id ?? ""}`);
    const name = size.toLocaleString("en");
    rows.push(
      { what: `list of 50 among ${name} leads, p50`, value: quantile(list, 0.5), unit: "ms" },
      {
        what: `list of 50 among ${name} leads, p99`,
        value: quantile(list, 0.99),
        unit: "ms",
        ...(size === 100_000 ? { aim: "<= 50 ms" } : {}),
      },
      { what: `one lead among ${name}, p50`, value: quantile(read, 0.5), unit: "ms" },
      { what: `one lead among ${name}, p99`, value: quantile(read, 0.99), unit: "ms" },
    );
  }
  return rows;
}

/** Copies of the demo's own leads, each with an id, a number and a day of its own. */
async function growTo(store: Store, size: number): Promise<void> {
  const models = await store.leads.find({ officeId: "321084" }).lean();
  let there = await store.leads.countDocuments({});
  while (there < size) {
    const count = Math.min(1_000, size - there);
    const copies = Array.from({ length: count }, (_, index) => {
      const model = models[index % models.length];
      if (!model) throw new Error("the demo has no leads");
      const registeredAt = new Date(Date.now() - (there + index) * 60_000);
      return { ...model, _id: newId(), number: `测〔2026〕${there + index}号`, registeredAt };
    });
    await store.leads.collection.insertMany(copies as never);
    there += count;
  }
}
