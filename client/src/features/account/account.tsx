import { useMe } from "../../app/me.ts";
import { Page } from "../../ui/page.tsx";

export function Account() {
  const me = useMe();
  return <Page title={me.officer.name}>{me.officer.title}</Page>;
}
