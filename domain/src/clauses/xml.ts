/**
 * As much of XML as reading a .docx needs. What is looked for ends where its last closing tag stands, so that a file of opening tags alone
 * costs no more time than another.
 */
export function elementsOf(xml: string, tag: string): { attributes: string; inner: string }[] {
  const end = `</w:${tag}>`;
  const whole = xml.slice(0, xml.lastIndexOf(end) + end.length);
  const element = new RegExp(`<w:${tag}(\\s[^<>]*)?>([\\s\\S]*?)${end}`, "g");
  return [...whole.matchAll(element)].map(([, attributes = "", inner = ""]) => ({
    attributes,
    inner,
  }));
}

/** `w:val` of the first element of that name. */
export const valueOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<w:${tag}\\b[^<>]*?\\bw:val="([^"<>]*)"`).exec(xml)?.[1];

/** An attribute, empty where it is not given. */
export const attributeOf = (attributes: string, name: string): string =>
  new RegExp(`\\bw:${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
