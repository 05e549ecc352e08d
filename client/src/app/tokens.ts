/** The only colours of the product. Each has a meaning; none is decoration. All text pairs reach WCAG AA on paper and white. */
export const colour = {
  ink: "#1F2A37",
  /** Secondary text. */
  mist: "#55606E",
  paper: "#F7F8F6",
  sheet: "#FFFFFF",
  line: "#DDE1DC",
  /** The ground of 本院, so that nobody writes to the wrong side. */
  own: "#F6F1E3",
  /** What I can do. */
  lake: "#0F6E74",
  lakeWash: "#E6F1F0",
  /** Links and information. */
  canal: "#2B5EA7",
  canalWash: "#E9EFF8",
  /** Due soon. */
  amber: "#9A6700",
  amberWash: "#FBF3DD",
  /** Overdue or harmful. */
  red: "#B42318",
  redWash: "#FBEAE8",
  /** Met. */
  green: "#2F7D4F",
  greenWash: "#E8F3EC",
  /** Formal acts only: 签收, 签发, 会签. */
  vermilion: "#B3392F",
  vermilionWash: "#FBEDEB",
} as const;

export const FONT_FAMILY =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "HarmonyOS Sans SC", system-ui, sans-serif';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Makes every colour a CSS variable of the same name, so that style sheets and Ant Design share one home. */
export function applyTokens(root: HTMLElement): void {
  for (const [name, value] of Object.entries(colour))
    root.style.setProperty(`--${kebab(name)}`, value);
  root.style.setProperty("--font", FONT_FAMILY);
}
