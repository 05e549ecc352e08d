import type { Office, OfficeLevel } from "./contract.ts";

type Node = Pick<Office, "id" | "parentId" | "level">;
/** Offices of the tree by their code. */
export type Tree<O extends Node = Office> = ReadonlyMap<string, O>;

export const treeOf = <O extends Node>(offices: readonly O[]): Tree<O> =>
  new Map(offices.map((office) => [office.id, office]));

/** The office and all above it, nearest first: 高邮, 扬州, 江苏, 最高检. Empty for an unknown one. */
export function chainOf<O extends Node>(tree: Tree<O>, officeId: string): O[] {
  const chain: O[] = [];
  for (let at = tree.get(officeId); at && !chain.includes(at);) {
    chain.push(at);
    at = at.parentId === null ? undefined : tree.get(at.parentId);
  }
  return chain;
}

/** All offices above, nearest first. */
export const superiorsOf = <O extends Node>(tree: Tree<O>, officeId: string): O[] =>
  chainOf(tree, officeId).slice(1);

/**
 * 共同的上级院: the lowest office that stands above both (办案规则 art. 17), neither of the two themselves; null when the tree has none.
 * 高邮 and 天长 lie in different provinces, so theirs is 最高人民检察院.
 */
export function commonSuperior<O extends Node>(
  tree: Tree<O>,
  one: string,
  other: string,
): O | null {
  const above = new Set(superiorsOf(tree, other).map((office) => office.id));
  return superiorsOf(tree, one).find((office) => above.has(office.id)) ?? null;
}

export const isSuperior = <O extends Node>(
  tree: Tree<O>,
  superiorId: string,
  officeId: string,
): boolean => superiorsOf(tree, officeId).some((office) => office.id === superiorId);

const RANK: Record<OfficeLevel, number> = { county: 1, city: 2, province: 3, supreme: 4 };

/** Above 0 when the first level is the higher one, 0 when they are the same. */
export const compareLevels = (one: OfficeLevel, other: OfficeLevel): number =>
  RANK[one] - RANK[other];

export const isSameLevel = (one: Pick<Office, "level">, other: Pick<Office, "level">): boolean =>
  one.level === other.level;

/** Offices stand by level, highest first, then by division code; never by any figure. */
export const inOrder = <O extends Node>(offices: readonly O[]): O[] =>
  offices.toSorted(
    (one, other) =>
      compareLevels(other.level, one.level) || (one.id < other.id ? -1 : Number(one.id > other.id)),
  );
