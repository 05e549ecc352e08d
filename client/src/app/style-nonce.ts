/** The nonce by which the server's content security policy knows the styles of this page. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

/** Some parts make style elements without asking for the nonce (scroll locks, measuring); every one made here gets it. */
export function nonceEveryStyle(): void {
  const nonce = styleNonce();
  if (nonce === "") return;
  const create: typeof document.createElement = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
