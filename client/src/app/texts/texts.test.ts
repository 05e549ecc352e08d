import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FAULTS } from "@hub/domain/kernel/faults";
import { ENTRIES } from "@hub/domain/kernel/events";
import { Post } from "@hub/domain/kernel/officer";
import { expect } from "chai";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** Every sentence by its dotted key. */
function flat(texts: object, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, value] of Object.entries(texts) as [string, string | object][]) {
    const key = prefix + name;
    if (typeof value === "string") all.set(key, value);
    else for (const [inner, text] of flat(value, `${key}.`)) all.set(inner, text);
  }
  return all;
}

const chinese = flat(zh);
const english = flat(en);
const byText = (a: string, b: string) => a.localeCompare(b);
const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").toSorted(byText);

/** All source files below a folder, tests left out. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.tsx?$/.test(one.name) && !one.name.endsWith(".test.ts"))
    .map((one) => readFileSync(join(one.parentPath, one.name), "utf8"));
}

const domain = sources(join(import.meta.dirname, "../../../../domain/src")).join("\n");

/** What a rule or a command may give as its reason, read off the sources: it stands behind a fault's code, or is named. */
function reasons(): Set<string> {
  const found = new Set<string>();
  const codes = Object.keys(FAULTS);
  for (const [, code, reason] of domain.matchAll(/"(\w+)",\s*"([a-z][a-z0-9_]+)"/g))
    if (code && reason && codes.includes(code) && !codes.includes(reason)) found.add(reason);
  for (const [, reason] of domain.matchAll(/\breason: "([a-z][a-z0-9_]+)"/g))
    if (reason) found.add(reason);
  return found;
}

/** What a command may say of one field. */
const issueCodes = (): Set<string> =>
  new Set(
    [...domain.matchAll(/(?:path(?::[^{}]+)?, code|hub): "(\w+)"/g)].map(([, code]) => code ?? ""),
  );

const client = sources(join(import.meta.dirname, "../..")).join("\n");

/** Keys as the client spells them, whole or as a template whose holes are any words. */
function asked(): { whole: Set<string>; patterns: RegExp[] } {
  const features = Object.keys(zh).join("|");
  const whole = new Set<string>();
  const patterns: RegExp[] = [];
  for (const [, key] of client.matchAll(new RegExp(`["\`]((?:${features})\\.[\\w.]+)["\`]`, "g")))
    whole.add(key ?? "");
  const hole = "\\$\\{(?:[^{}]|\\{[^{}]*\\})*\\}";
  const template = new RegExp(`\`((?:${features})\\.(?:[\\w.]|${hole})*${hole}[\\w.]*)\``, "g");
  for (const [, key] of client.matchAll(template)) {
    const words = (key ?? "").split(new RegExp(hole)).map((part) => part.replaceAll(".", "\\."));
    patterns.push(new RegExp(`^${words.join("[\\w.]+")}$`));
  }
  return { whole, patterns };
}

describe("texts", () => {
  it("stand under the same keys in Chinese and English", () => {
    expect([...english.keys()].toSorted(byText)).to.deep.equal(
      [...chinese.keys()].toSorted(byText),
    );
  });

  it("leave the same holes to be filled in both languages", () => {
    for (const [key, text] of chinese) {
      // Chinese counts without a plural, so a singular may leave its number out.
      if (key.endsWith("_one")) continue;
      expect(holes(english.get(key) ?? ""), key).to.deep.equal(holes(text));
    }
  });

  it("say nothing twice empty: every sentence has words", () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).to.not.equal("");
  });

  it("say nothing that no screen asks for", () => {
    const { whole, patterns } = asked();
    const unasked = [...chinese.keys()].filter((key) => {
      const plain = key.replace(/_(?:one|other)$/, "");
      return !whole.has(plain) && !patterns.some((pattern) => pattern.test(plain));
    });
    expect(unasked).to.deep.equal([]);
  });

  it("have a sentence for every fault", () => {
    for (const code of Object.keys(FAULTS))
      expect(chinese.has(`faults.codes.${code}`), code).to.equal(true);
  });

  it("have a sentence for every reason that a rule or a command gives", () => {
    const missing = [...reasons()].filter((reason) => !chinese.has(`faults.reasons.${reason}`));
    expect(missing).to.deep.equal([]);
  });

  it("have a word for everything that a command says of a field", () => {
    const missing = [...issueCodes()].filter((code) => !chinese.has(`faults.issues.${code}`));
    expect(missing).to.deep.equal([]);
  });

  it("have words for every entry that stands in a conversation or an office's log", () => {
    const missing = Object.keys(ENTRIES)
      .map((type) => type.replace(".", "_"))
      .filter(
        (key) =>
          !chinese.has(`ui.entries.${key}`) && !chinese.has(`administration.log.entries.${key}`),
      );
    expect(missing).to.deep.equal([]);
  });

  it("tell in English what happened as past, never in the words of the button that does it", () => {
    const told = /^(?:ui\.entries|exchanges\.entry|leads\.stepped|administration\.log\.entries)\./;
    const buttons = /^(?:exchanges\.act|leads\.step)\./;
    const firstOf = (text: string) => (/^\W*(\w+)/.exec(text)?.[1] ?? "").toLowerCase();
    const words = [...english].flatMap(([key, text]) => (buttons.test(key) ? firstOf(text) : []));
    // 已知悉 is past on its button too: Noted.
    const orders = new Set(words.filter((word) => !word.endsWith("ed")));
    const lines = [...english].filter(([key]) => told.test(key));
    expect(lines.length).to.be.above(80);
    for (const [key, text] of lines) {
      expect(orders.has(firstOf(text)), `${key}: ${text}`).to.equal(false);
      expect(text, `${key} goes on after a name`).to.match(/^[^A-Z]/);
    }
  });

  it("have a name for every post", () => {
    for (const post of Post.options) expect(chinese.has(`ui.posts.${post}`), post).to.equal(true);
  });
});
