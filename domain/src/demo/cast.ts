/** Who does what in a demo office, by account. */
export interface Cast {
  officeId: string;
  writer: string;
  head: string;
  chief: string;
  liaison: string;
  intake: string;
}

export const CAST: Record<"gaoyou" | "tianchang" | "baoying" | "jinhu" | "yangzhou", Cast> = {
  gaoyou: cast("gaoyou", "321084", "li", "zhang", "lin", "zhou", "qian"),
  tianchang: cast("tianchang", "341181", "tang", "xu", "gu", "ma", "shi"),
  baoying: cast("baoying", "321023", "fan", "ye", "song", "luo", "xia"),
  jinhu: cast("jinhu", "320831", "kong", "yu", "ding", "liao", "tan"),
  yangzhou: cast("yangzhou", "321000", "su", "ren", "ren", "su", "tao"),
};

function cast(
  prefix: string,
  officeId: string,
  ...[writer, head, chief, liaison, intake]: [string, string, string, string, string]
): Cast {
  const account = (name: string) => `${prefix}.${name}`;
  return {
    officeId,
    writer: account(writer),
    head: account(head),
    chief: account(chief),
    liaison: account(liaison),
    intake: account(intake),
  };
}

export type Office = keyof typeof CAST;
