import { dashboardRoutes as routes } from "@hub/domain/dashboards/contract";
import type { Figure, LeadFlow, Standing } from "@hub/domain/dashboards/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { addMonths } from "@hub/domain/kernel/recurrence";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import type { TallyDoc } from "@hub/domain/obligations/model";
import { cellsOf, packed } from "@hub/domain/obligations/tally";
import { paperRoutes } from "@hub/domain/papers/contract";
import { expect } from "chai";
import { storyOf } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { agreementInForce } from "./obligation-story.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());
const year = Number(today.slice(0, 4));

describe("dashboards", () => {
  let test: TestHub;
  let world: World;
  let agreementId: string;
  let host: HubClient;
  let partner: HubClient;
  let leader: HubClient;

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    await test.givePassword(world.gaoyou.officers.chief);
    host = await test.signIn(world.gaoyou.officers.liaison);
    partner = await test.signIn(world.tianchang.officers.liaison);
    leader = await test.signIn(world.gaoyou.officers.chief);
    agreementId = await agreementInForce(test, world);
    await agreementInForce(test, world, { title: "大运河保护协作意见" });
    await storyOf(test, world).to("accepted");
    // Half a year of monthly reports and of patrols, some of them done in time, late, put off, or given up.
    await aDuty({ title: "月通报", recurrence: { every: "month" } });
    await aDuty({
      kind: "patrol",
      title: "联合巡查",
      responsible: { who: "rotation" },
      recurrence: { every: "month", times: 2 },
    });
    const { rows } = await host.call(obligationRoutes.list, { query: { limit: 200 } });
    const mine = rows.filter((one) => one.title === "月通报" && one.officeId === GAOYOU);
    const [inTime, late, deferred, waived] = mine;
    await meet(inTime?.id, inTime?.opensOn);
    await meet(late?.id, today);
    await ask(deferred?.id, { kind: "defer", to: addMonths(today, 1) });
    await ask(waived?.id, { kind: "waive" });
  });
  after(() => test.stop());

  async function aDuty(terms: Record<string, unknown>): Promise<void> {
    await host.call(obligationRoutes.define, {
      params: { agreementId },
      body: {
        obligationId: newId(),
        terms: {
          kind: "sharing",
          title: "事项",
          responsible: { who: "each" },
          recurrence: { every: "month" },
          from: addMonths(today, -6),
          ...terms,
        },
      },
    });
  }
  const meet = (occurrenceId = "", on = today) =>
    host.call(obligationRoutes.meet, { params: { occurrenceId }, body: { text: "已完成", on } });
  async function ask(
    occurrenceId = "",
    wish: { kind: "defer"; to: string } | { kind: "waive" },
  ): Promise<void> {
    const params = { occurrenceId };
    const asked = await host.call(obligationRoutes.ask, {
      params,
      body: { ask: wish, reason: "商请对方同意" },
    });
    const requestId = asked.requests[0]?.id ?? "";
    await partner.call(obligationRoutes.answer, { params, body: { requestId, agree: true } });
  }

  /** The list behind a figure has as many rows as the figure says. */
  async function holds(client: HubClient, figure: Figure, about: string): Promise<void> {
    const { path, query, n } = figure;
    const route = path === "/occurrences" ? obligationRoutes.list : exchangeRoutes.list;
    const { count } = await client.call(route, { query });
    expect(count.n, `${about} ${JSON.stringify(query)}`).to.equal(n);
  }
  const figuresOf = ({ states, overdue, due, metInTime, metLate }: Standing): Figure[] => [
    ...states,
    ...overdue,
    ...due,
    metInTime,
    metLate,
  ];
  const flowFigures = (flow: LeadFlow): Figure[] => [
    flow.sent,
    flow.accepted,
    flow.filed,
    flow.notFiled,
    flow.done,
  ];

  it("say nothing but what the lists behind them hold, whoever looks", async () => {
    let compared = 0;
    for (const client of [host, partner, leader]) {
      for (const asked of client === host ? [year - 1, year, year + 1] : [year]) {
        const query = { year: asked };
        const board = await client.call(routes.board, { query });
        const one = await client.call(routes.agreement, { params: { agreementId }, query });
        const office = await client.call(routes.office, { params: { officeId: TIANCHANG }, query });
        for (const { standing, leads } of [board, one, office])
          for (const figure of [...figuresOf(standing), ...leads.flatMap(flowFigures)]) {
            await holds(client, figure, String(asked));
            compared += 1;
          }
        for (const line of [...board.offices, ...one.offices])
          for (const figure of line.states) await holds(client, figure, line.officeId);
      }
    }
    expect(compared).to.be.above(100);
    const { standing } = await host.call(routes.board);
    const states = new Map(standing.states.map((one) => [one.state, one.n]));
    expect(states.get("overdue")).to.be.above(1);
    expect([states.get("deferred"), states.get("waived"), states.get("met")]).to.deep.equal([
      1, 1, 2,
    ]);
    expect([standing.metInTime.n, standing.metLate.n]).to.deep.equal([1, 1]);
  });

  it("have a line for each agreement: strip, conference, turn, and how late", async () => {
    const board = await host.call(routes.board);
    expect(board.agreements.map((one) => one.title)).to.have.members([
      "高邮湖跨区域协作实施意见",
      "大运河保护协作意见",
    ]);
    const line = board.agreements.find((one) => one.agreementId === agreementId);
    expect(line?.strip.map((one) => one.month)[11]).to.equal(`${year}-12`);
    expect(line?.overdueDays).to.be.above(60);
    expect([line?.conference?.officeId, line?.turn]).to.deep.equal([GAOYOU, GAOYOU]);
    expect(line?.parties.map((one) => one.officeId)).to.deep.equal([GAOYOU, TIANCHANG]);
    const inStrip = line?.strip.flatMap(({ counts }) => Object.values(counts)) ?? [];
    const { count } = await host.call(obligationRoutes.list, {
      query: { agreementId, from: `${year}-01-01`, to: `${year}-12-31` },
    });
    expect(inStrip.reduce((n, one) => n + one, 0)).to.equal(count.n);
    expect(board.offices.map((one) => one.officeId)).to.deep.equal([GAOYOU, TIANCHANG]);
  });

  it("count leads between the partners with their outcomes", async () => {
    const { leads } = await host.call(routes.agreement, { params: { agreementId } });
    expect(
      leads.map((one) => [one.fromOfficeId, one.toOfficeId, one.sent.n, one.accepted.n]),
    ).to.deep.equal([[GAOYOU, TIANCHANG, 1, 1]]);
  });

  it("give leaders what their office owes and is asked, and nobody else that page", async () => {
    const board = await leader.call(routes.leaders);
    expect(board.overdue.length).to.be.above(0);
    expect(new Set(board.overdue.map((one) => one.officeId))).to.deep.equal(new Set([GAOYOU]));
    await host.refused(routes.leaders, "forbidden");
  });

  it("are empty for a stranger", async () => {
    const stranger = await test.signIn(world.baoying.officers.chief);
    const board = await stranger.call(routes.board);
    expect([board.agreements, board.standing.states, board.leads, board.offices]).to.deep.equal([
      [],
      [],
      [],
      [],
    ]);
    const office = await stranger.call(routes.office, { params: { officeId: GAOYOU } });
    expect([office.agreements, office.standing.states]).to.deep.equal([[], []]);
    const params = { agreementId, year };
    await stranger.refused(routes.agreement, "not_found", { params: { agreementId } });
    await stranger.refused(routes.year, "not_found", {
      params: { agreementId, year: String(year) },
    });
    for (const form of ["document", "table"]) {
      const path = `/api/agreements/${params.agreementId}/years/${params.year}/${form}`;
      expect((await stranger.fetch(path)).status).to.equal(404);
    }
  });

  it("rest on tallies that say what the occurrences say", async () => {
    const { store } = test.hub;
    const tallies = await store.tallies.find().lean<TallyDoc[]>();
    expect(tallies.length).to.be.above(2);
    for (const { agreementId, year, cells, pending } of tallies) {
      const found = await store.occurrences
        .find({ agreementId, dueOn: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } })
        .lean();
      expect(cells, `${agreementId} ${year}`).to.equal(packed(found));
      expect(pending).to.equal(found.filter((one) => one.phase === "pending").length);
    }
    const counted = tallies.flatMap((one) => cellsOf(one.cells)).reduce((n, cell) => n + cell.n, 0);
    expect(counted).to.equal(await store.occurrences.countDocuments());
  });

  it("compile a year in which every figure names its entries", async () => {
    const view = await host.call(routes.year, { params: { agreementId, year: String(year) } });
    const known = new Set(
      (await test.hub.store.entries.find({}, { _id: 1 }).lean()).map((one) => one._id),
    );
    const figures = [
      ...view.totals,
      ...view.leads.flatMap((one) => one.figures),
      ...view.obligations.flatMap((one) => one.figures),
    ];
    for (const { key, n, entryIds } of figures) {
      expect(entryIds.length > 0, `${key} ${n}`).to.equal(n > 0);
      for (const id of entryIds) expect(known.has(id), `${key} ${id}`).to.equal(true);
    }
    const total = (key: string) => view.totals.find((one) => one.key === key)?.n;
    expect([
      total("sent"),
      total("accepted"),
      total("met_in_time"),
      total("met_late"),
    ]).to.deep.equal([1, 1, 1, 1]);
    expect(total("waived")).to.equal(1);
    expect(view.leads[0]?.rows[0]?.entryIds.length).to.be.above(1);
  });

  it("leave as a document and as tables", async () => {
    const bytesOf = async (path: string) => {
      const response = await host.fetch(`/api${path}`);
      expect(response.status, path).to.equal(200);
      return Buffer.from(await response.arrayBuffer());
    };
    const document = await bytesOf(`/agreements/${agreementId}/years/${year}/document`);
    const table = await bytesOf(`/agreements/${agreementId}/years/${year}/table`);
    const ledger = await bytesOf(`${paperRoutes.obligationLedger.path}?state=overdue`);
    for (const bytes of [document, table, ledger])
      expect(bytes.subarray(0, 2).toString()).to.equal("PK");
    const { default: ExcelJS } = await import("exceljs");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(ledger as never);
    const { count } = await host.call(obligationRoutes.list, { query: { state: "overdue" } });
    const sheet = book.worksheets[0];
    expect(sheet?.name).to.equal("落实台账");
    expect((sheet?.rowCount ?? 0) - 3).to.equal(count.n);
    expect(sheet?.getRow(4).getCell(9).text).to.match(/^已逾期 \d+ 天$/);
  });
});
