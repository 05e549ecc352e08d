import { LeadValues } from "@hub/domain/leads/contract";
import { expect } from "chai";
import { LeadDraft, dropDraft, keepDraft, readDraft } from "./draft.ts";
import {
  changedNames,
  emptyFields,
  fieldsOf,
  mergeStale,
  placedIssues,
  valuesOf,
} from "./form-values.ts";

const aValue = (over: Partial<LeadValues> = {}): LeadValues =>
  LeadValues.parse({
    title: "湖西岸违规网箱",
    field: "ECO",
    source: "patrol",
    facts: "巡查发现网箱 18 个。",
    body: { name: "某镇人民政府", level: "township" },
    place: { name: "湖西岸", point: { lat: 32.8, lon: 119.2 } },
    ...over,
  });

const aShelf = () => {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
};

describe("the form of a lead", () => {
  it("gives back the values it was filled from", () => {
    const value = aValue({ sourceNote: "联合巡查", opinion: "建议移送", foundOn: "2026-11-20" });
    expect(LeadValues.parse(valuesOf(fieldsOf(value)))).to.deep.equal(value);
    const bare = aValue({ body: null, place: null });
    expect(LeadValues.parse(valuesOf(fieldsOf(bare)))).to.deep.equal(bare);
  });

  it("begins as a work secret and asks for what only a person knows", () => {
    const parsed = LeadValues.safeParse(valuesOf(emptyFields(null)));
    expect(emptyFields(null).marking).to.equal("work_secret");
    expect(parsed.error?.issues.map((one) => one.path.join("."))).to.have.members([
      "title",
      "field",
      "source",
      "facts",
    ]);
  });

  it("keeps half a position for the contract to refuse, beside its field", () => {
    const half = { ...fieldsOf(aValue()), lon: null };
    const parsed = LeadValues.safeParse(valuesOf(half));
    const issues = (parsed.error?.issues ?? []).map((one) => ({
      path: `values.${one.path.join(".")}`,
      code: one.code,
    }));
    expect(placedIssues(issues, half).map((one) => [one.path, one.code])).to.deep.equal([
      ["lon", "required"],
    ]);
  });
});

describe("a stale edit", () => {
  const base = aValue();

  it("keeps mine and theirs where they touch different values", () => {
    const { merged, clashes } = mergeStale({
      base,
      mine: aValue({ title: "湖西岸违规网箱养殖" }),
      theirs: aValue({ grade: "major" }),
    });
    expect(clashes).to.deep.equal([]);
    expect([merged.title, merged.grade]).to.deep.equal(["湖西岸违规网箱养殖", "major"]);
  });

  it("asks where both changed the same value differently, and keeps mine until then", () => {
    const { merged, clashes } = mergeStale({
      base,
      mine: aValue({ facts: "我的" }),
      theirs: aValue({ facts: "他的", grade: "major" }),
    });
    expect(clashes).to.deep.equal([{ name: "facts", mine: "我的", theirs: "他的" }]);
    expect([merged.facts, merged.grade]).to.deep.equal(["我的", "major"]);
  });

  it("does not ask where both wrote the same", () => {
    const same = aValue({ facts: "同样" });
    expect(mergeStale({ base, mine: same, theirs: same }).clashes).to.deep.equal([]);
  });

  it("names exactly the values that differ", () => {
    expect(changedNames(base, aValue({ place: null, title: "另" }))).to.deep.equal([
      "title",
      "place",
    ]);
  });
});

describe("drafts of leads", () => {
  const draft = LeadDraft.parse({
    commandId: "c",
    leadId: "l",
    expects: null,
    at: "2026-11-22T06:00:00.000Z",
    fields: { ...emptyFields(null), title: "半" },
    files: [],
  });

  it("gives a draft back to the officer who typed it, and to nobody else", () => {
    const shelf = aShelf();
    keepDraft(shelf, "a", "new", draft);
    expect(readDraft(shelf, "a", "new")?.fields.title).to.equal("半");
    expect(readDraft(shelf, "b", "new")).to.equal(null);
    dropDraft(shelf, "a", "new");
    expect(readDraft(shelf, "a", "new")).to.equal(null);
  });

  it("keeps what it can read of an older draft and drops the rest", () => {
    const shelf = aShelf();
    const old = { ...draft, fields: { ...draft.fields, field: "GONE", grade: "huge" } };
    shelf.setItem("leads.draft.a.new", JSON.stringify(old));
    const read = readDraft(shelf, "a", "new");
    expect([read?.fields.title, read?.fields.field, read?.fields.grade]).to.deep.equal([
      "半",
      null,
      "ordinary",
    ]);
  });
});
