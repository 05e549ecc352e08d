const DIGITS = "〇一二三四五六七八九";

/** 1 to 999 as articles are numbered: 一, 十, 十二, 二十, 一百零三. */
export function articleNumber(n: number): string {
  const digit = (at: number) => DIGITS[at] ?? "";
  if (n < 10) return digit(n);
  if (n < 20) return `十${n % 10 ? digit(n % 10) : ""}`;
  if (n < 100) return `${digit(Math.floor(n / 10))}十${n % 10 ? digit(n % 10) : ""}`;
  const rest = n % 100;
  const hundreds = `${digit(Math.floor(n / 100))}百`;
  if (rest === 0) return hundreds;
  if (rest < 10) return `${hundreds}零${digit(rest)}`;
  return `${hundreds}${rest < 20 ? "一" : ""}${articleNumber(rest)}`;
}

/** 2026-05-20 as it stands under a document: 2026年5月20日. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}
