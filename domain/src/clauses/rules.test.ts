import { expect } from "chai";
import fc from "fast-check";
import { newId } from "../kernel/ids.ts";
import { articlesOf } from "./articles.ts";
import { ClauseKey, type Clause } from "./contract.ts";
import {
  BLANK,
  compare,
  fieldsOf,
  fromLibrary,
  frozenClauses,
  keyOfHeading,
  missingOf,
  obligationOf,
  readsOf,
  redline,
  withChange,
} from "./rules.ts";
import { LIBRARY } from "./words.ts";

const PARTIES = [{ name: "高邮市人民检察院" }, { name: "天长市人民检察院" }];
const aClause = (key: ClauseKey, values: Clause["values"] = {}): Clause => ({
  ...fromLibrary(newId(), key),
  values,
});

describe("the clause library", () => {
  it("has the 22 types of agreements, and one of one's own", () => {
    expect(ClauseKey.options).to.have.length(23);
    expect(Object.keys(LIBRARY)).to.have.members(ClauseKey.options);
  });

  for (const key of ClauseKey.options)
    it(`of ${key} names in its text exactly the fields that it asks for`, () => {
      const named = [...LIBRARY[key].text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(named).to.have.members(LIBRARY[key].fields.map((one) => one.name));
      expect(keyOfHeading(LIBRARY[key].heading)).to.equal(key);
    });
});

describe("an article", () => {
  it("reads with its values in place, and with blanks where there are none", () => {
    const clause = aClause("joint_patrol", { frequency: "quarterly", responsible: "party:1" });
    expect(readsOf(clause, PARTIES)).to.contain(
      `各方每季度开展联合巡查${BLANK}次，由天长市人民检察院组织`,
    );
    expect(missingOf(clause)).to.deep.equal(["count"]);
  });

  it("keeps a brace that is no field of the library", () => {
    expect(readsOf({ key: "free", text: "{days}日", values: { days: 3 } }, PARTIES)).to.equal(
      "{days}日",
    );
  });

  const OBLIGES: [Clause, object | null][] = [
    [aClause("purpose_basis", { area: "高邮湖" }), null],
    [aClause("lead_transfer"), null],
    [
      aClause("lead_transfer", { days: 5 }),
      {
        kind: "transfer",
        responsible: { who: "each" },
        recurrence: "per_event",
        count: 1,
        due: { unit: "working_days", count: 5 },
      },
    ],
    [
      aClause("joint_conference", { frequency: "half_yearly", count: 2 }),
      {
        kind: "conference",
        responsible: { who: "rotation" },
        recurrence: "half_yearly",
        count: 2,
        due: null,
      },
    ],
    [
      aClause("joint_patrol", { frequency: "quarterly", count: 1, responsible: "party:1" }),
      {
        kind: "patrol",
        responsible: { who: "party", index: 1 },
        recurrence: "quarterly",
        count: 1,
        due: null,
      },
    ],
    // art 43 says the thirty days, no party does.
    [
      aClause("evidence_help"),
      {
        kind: "evidence",
        responsible: { who: "each" },
        recurrence: "per_event",
        count: 1,
        due: { unit: "days", count: 30 },
      },
    ],
    [aClause("joint_conference", { frequency: "weekly", count: 2 }), null],
    // The wording was changed so that no frequency stands in it: it binds in words alone.
    [
      {
        ...aClause("joint_conference", { frequency: "yearly", count: 1 }),
        text: "各方适时召开联席会议。",
      },
      null,
    ],
    [{ ...aClause("info_sharing", { frequency: "monthly", count: 1 }), key: "free" }, null],
  ];
  for (const [clause, spec] of OBLIGES)
    it(`${clause.key} of ${JSON.stringify(clause.values)} obliges to ${spec ? "that" : "nothing"}`, () => {
      expect(obligationOf(clause)).to.deep.equal(spec);
    });

  it("asks only for fields that still stand in its text", () => {
    const clause = { ...aClause("joint_patrol"), text: "每{frequency}一次" };
    expect(fieldsOf(clause).map((one) => one.name)).to.deep.equal(["frequency"]);
  });
});

const someText = fc.string({
  unit: fc.constantFrom(...Array.from("高邮湖天长检察院，。12 ab\n")),
  maxLength: 60,
});

describe("a redline", () => {
  it("holds the whole text before and the whole text after, whatever they are", () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const parts = redline(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join("");
        expect(without("added")).to.equal(before);
        expect(without("removed")).to.equal(after);
      }),
      { numRuns: 500 },
    );
  });

  it("marks a number as one thing, not digit by digit", () => {
    expect(redline("自收到之日起15日内", "自收到之日起10日内")).to.deep.equal([
      { kind: "same", text: "自收到之日起" },
      { kind: "removed", text: "15" },
      { kind: "added", text: "10" },
      { kind: "same", text: "日内" },
    ]);
  });
});

const someClauses = fc
  .integer({ min: 1, max: 8 })
  .map((n) => Array.from({ length: n }, (_, at) => ({ ...aClause("free"), text: `条款${at}` })));

describe("a change of a text", () => {
  it("moves an article without losing or doubling any", () => {
    fc.assert(
      fc.property(someClauses, fc.nat(), fc.nat(), (clauses, from, to) => {
        const moved = clauses[from % clauses.length];
        const after = clauses[to % clauses.length];
        if (!moved || !after) throw new Error("never empty");
        const next = withChange(clauses, { op: "move", clauseId: moved.id, after: after.id });
        if (moved === after) {
          expect(next).to.equal(null);
          return;
        }
        expect(next?.map((one) => one.id)).to.have.members(clauses.map((one) => one.id));
        expect(next?.length).to.equal(clauses.length);
        const at = next?.findIndex((one) => one.id === moved.id) ?? 0;
        expect(next?.[at - 1]?.id).to.equal(after.id);
      }),
    );
  });

  it("inserts at the beginning, behind an article, and never twice", () => {
    const [one, other] = [aClause("scope"), aClause("liaison")];
    const clause = aClause("research");
    const ids = (after: string | null) =>
      withChange([one, other], { op: "insert", clause, after })?.map((each) => each.id);
    expect(ids(null)).to.deep.equal([clause.id, one.id, other.id]);
    expect(ids(one.id)).to.deep.equal([one.id, clause.id, other.id]);
    expect(ids(newId())).to.equal(undefined);
    expect(withChange([one, clause], { op: "insert", clause, after: null })).to.equal(null);
  });

  it("is not made on an article that is gone", () => {
    const text = { heading: "新", text: "新", values: {} };
    for (const change of [
      { op: "replace" as const, clauseId: newId(), text },
      { op: "remove" as const, clauseId: newId() },
    ])
      expect(withChange([aClause("scope")], change)).to.equal(null);
  });
});

describe("two texts beside each other", () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((n) => ({ ...aClause("free"), text: `条款${n}` }));
  const sides = (before: unknown[], after: unknown[]) =>
    compare(
      frozenClauses(before as Clause[], PARTIES),
      frozenClauses(after as Clause[], PARTIES),
    ).map(
      ({ change, before: was, after: is }) => `${was?.number ?? "-"}${change}${is?.number ?? "-"}`,
    );

  it("name what was added, removed, changed and moved, and where", () => {
    expect(sides([a, b, c], [a, { ...b, text: "别的" }, d, c])).to.deep.equal([
      "1same1",
      "2changed2",
      "-added3",
      "3same4",
    ]);
    expect(sides([a, b, c], [a, c])).to.deep.equal(["1same1", "2removed-", "3same2"]);
    expect(sides([a, b, c], [c, a, b])).to.deep.equal(["3moved1", "1same2", "2same3"]);
  });

  it("account for every article of both, whatever was done", () => {
    fc.assert(
      fc.property(someClauses, fc.infiniteStream(fc.nat(7)), (before, chosen) => {
        const kept = before.filter(() => (chosen.next().value ?? 0) > 1);
        const after = [...kept.toReversed(), aClause("liaison")];
        const rows = compare(frozenClauses(before, PARTIES), frozenClauses(after, PARTIES));
        const ids = (side: "before" | "after") =>
          rows.filter((row) => row[side]).map((row) => row.clauseId);
        expect(ids("after")).to.deep.equal(after.map((one) => one.id));
        expect(ids("before")).to.have.members(before.map((one) => one.id));
      }),
    );
  });
});

describe("the articles of a document", () => {
  const paragraph = (...runs: string[]) =>
    `<w:p w:rsidR="1"><w:pPr><w:jc w:val="both"/></w:pPr>${runs
      .map((run) => `<w:r><w:rPr/><w:t xml:space="preserve">${run}</w:t></w:r>`)
      .join("")}</w:p>`;

  it("are found by 第…条【…】, with their further paragraphs, entities and split runs", () => {
    const xml = [
      paragraph("关于协作的", "意见"),
      paragraph("第一条【目的依据】", "为加强A&amp;B协作"),
      "<w:p/>",
      paragraph("另起一段。"),
      `<w:p><w:r><w:delText>删去的</w:delText></w:r><w:r><w:t>第十二条 【线索移送】及时移送。</w:t></w:r></w:p>`,
      paragraph("第十三条 没有括号的条款。"),
    ].join("");
    const read = articlesOf({ document: xml }, newId());
    expect(read.title).to.equal("关于协作的意见");
    expect(read.clauses.map(({ key, heading, text }) => [key, heading, text])).to.deep.equal([
      ["purpose_basis", "目的依据", "为加强A&B协作\n另起一段。"],
      ["lead_transfer", "线索移送", "及时移送。"],
      ["free", "第3条", "没有括号的条款。"],
    ]);
  });

  it("take no longer over a file of opening tags alone", () => {
    const hostile = `${paragraph("第一条【范围】高邮湖")}${"<w:p>".repeat(200_000)}`;
    const begun = performance.now();
    expect(articlesOf({ document: hostile }, newId()).clauses).to.have.length(1);
    expect(performance.now() - begun).to.be.below(2_000);
  });

  it("are numbered by Word, each level on its own, and begin anew where it says so", () => {
    const lists = (...levels: [format: string, text: string][]) =>
      `<w:abstractNum w:abstractNumId="7">${levels
        .map(
          ([format, text], at) =>
            `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`,
        )
        .join("")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>`;
    const listed = (text: string, level = 0, list = 1) =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const styled = (text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="Article"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const read = articlesOf(
      {
        document: [
          paragraph("关于协作的意见"),
          listed("【目的依据】为加强协作"),
          listed("移送线索；", 1),
          listed("", 1),
          listed("反馈结果。", 1),
          styled("【线索移送】及时移送。"),
          listed("五日内；", 1),
          listed("【附则】另一份清单", 0, 2),
        ].join(""),
        numbering: lists(["japaneseCounting", "第%1条"], ["decimal", "%1.%2 "]),
        styles: `<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
      },
      newId(),
    );
    expect(read.clauses.map(({ heading, text }) => [heading, text])).to.deep.equal([
      ["目的依据", "为加强协作\n一.1 移送线索；\n一.2 反馈结果。"],
      ["线索移送", "及时移送。\n二.1 五日内；"],
      ["附则", "另一份清单"],
    ]);
  });

  it("have the same ids when the same file is read again", () => {
    const xml = paragraph("第一条【范围】高邮湖");
    const source = newId();
    const read = () => articlesOf({ document: xml }, source);
    expect(read()).to.deep.equal(read());
  });
});
