import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { openDirectRoute } from "@hub/domain/channels/contract";
import { listOfficersRoute } from "@hub/domain/officers/contract";
import { Dialog } from "../ui/dialog.tsx";
import { useOfficeName, useOffices } from "../ui/names.tsx";
import { cx } from "../ui/cx.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { call } from "./call.ts";
import { railOf } from "./feature-list.ts";
import { useText } from "./i18n.ts";
import { useMe } from "./me.ts";
import styles from "./palette.module.css";

interface Hit {
  key: string;
  kind: "page" | "lead" | "agreement" | "officer" | "office";
  name: string;
  about: string;
  open: () => Promise<void> | void;
}

/** A word that has rested for a moment. */
function useRested(word: string): string {
  const [rested, setRested] = useState(word);
  useEffect(() => {
    const timer = setTimeout(() => setRested(word), 180);
    return () => clearTimeout(timer);
  }, [word]);
  return rested.trim();
}

interface Found {
  hits: Hit[];
  /** What is being asked has not been answered yet. */
  searching: boolean;
  /** Why matters or people could not be asked for. */
  error: unknown;
}

function useHits(word: string, go: (path: string) => void): Found {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const rested = useRested(word);
  const content = rested.length > 0;
  const leads = useQuery({
    queryKey: ["leads", "palette", rested],
    enabled: content,
    queryFn: ({ signal }) => call(leadRoutes.list, { query: { text: rested, limit: 6 }, signal }),
  });
  const agreements = useQuery({
    queryKey: ["agreements", "palette", rested],
    enabled: content,
    queryFn: ({ signal }) =>
      call(agreementRoutes.list, { query: { text: rested, limit: 4 }, signal }),
  });
  const officers = useQuery({
    queryKey: ["officers", "palette", rested],
    enabled: content,
    queryFn: ({ signal }) => call(listOfficersRoute, { query: { q: rested }, signal }),
  });

  const hits = useMemo(() => {
    const holds = (text: string) => text.toLowerCase().includes(word.trim().toLowerCase());
    const pages = railOf(me)
      .map((item): Hit => {
        const name = t(item.label as "app.name");
        return { key: item.path, kind: "page", name, about: "", open: () => go(item.path) };
      })
      .filter((hit) => holds(hit.name));
    const found = (leads.data?.rows ?? []).map((lead): Hit => ({
      key: lead.id,
      kind: "lead",
      name: lead.title,
      about: lead.number,
      open: () => go(`/leads/${lead.id}`),
    }));
    const signed = (agreements.data?.rows ?? []).map((agreement): Hit => ({
      key: agreement.id,
      kind: "agreement",
      name: agreement.title,
      about: agreement.number,
      open: () => go(`/agreements/${agreement.id}`),
    }));
    const people = (officers.data?.officers ?? [])
      .filter((one) => one.id !== me.officer.id)
      .slice(0, 6)
      .map((one): Hit => ({
        key: one.id,
        kind: "officer",
        name: one.name,
        about: `${nameOf(one.officeId, true)} ${one.title}${one.telephone ? ` ${one.telephone}` : ""}`,
        open: async () => {
          const body = { id: newId(), officerId: one.id };
          const { channelId } = await call(openDirectRoute, { body });
          go(`/messages/${channelId}`);
        },
      }));
    const places = content
      ? offices.list
          .filter((one) => holds(`${one.name}${one.shortName}${one.nameEn}${one.id}`))
          .slice(0, 5)
          .map((one): Hit => ({
            key: one.id,
            kind: "office",
            name: nameOf(one.id),
            about: [one.id, one.telephone].filter(Boolean).join("　"),
            open: () => go(`/leads?officeId=${one.id}`),
          }))
      : [];
    return [...pages, ...found, ...signed, ...people, ...places];
  }, [word, t, me, leads.data, agreements.data, officers.data, offices, nameOf, content, go]);
  return {
    hits,
    searching:
      rested !== word.trim() || [leads, agreements, officers].some((asked) => asked.isFetching),
    error: content ? (leads.error ?? agreements.error ?? officers.error) : null,
  };
}

/** Ctrl K: leads, agreements, people, offices and pages by a word, chosen with the arrow keys. */
export function Palette() {
  const t = useText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <button type="button" className={cx(styles.search)} onClick={() => setOpen(true)}>
        <SearchOutlined aria-hidden />
        <span className={styles.searchWords}>{t("app.palette.hint")}</span>
        <span className="unseen">{t("app.palette.label")}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Dialog
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={560}
        style={{ top: 72 }}
        styles={{ header: { margin: 0 } }}
        title={<span className="unseen">{t("app.palette.label")}</span>}
      >
        <Search onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Search({ onDone }: { onDone: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const listId = useId();
  const [word, setWord] = useState("");
  const [at, setAt] = useState(0);
  const go = useMemo(
    () => (path: string) => {
      onDone();
      void navigate(path);
    },
    [navigate, onDone],
  );
  const { hits, searching, error } = useHits(word, go);
  const chosen = Math.min(at, hits.length - 1);
  const list = useRef<HTMLDivElement>(null);
  const [refused, setRefused] = useState<unknown>(null);

  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const open = (hit: Hit | undefined) => {
    setRefused(null);
    Promise.resolve(hit?.open()).catch(setRefused);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % Math.max(1, hits.length));
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      open(hits[chosen]);
    }
  };

  return (
    <div>
      <input
        autoFocus
        className={styles.input}
        value={word}
        placeholder={t("app.palette.hint")}
        role="combobox"
        aria-label={t("app.palette.label")}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={hits[chosen] ? `${listId}-${chosen}` : undefined}
        onChange={(event) => {
          setWord(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t("app.palette.label")}
        className={styles.hits}
      >
        {hits.map((hit, index) => (
          <div
            key={`${hit.kind}/${hit.key}`}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={cx(styles.hit, index === chosen && styles.chosen)}
            onMouseMove={() => setAt(index)}
            onClick={() => open(hit)}
            onKeyDown={onKeyDown}
          >
            <span className={styles.kind}>{t(`app.palette.kind.${hit.kind}`)}</span>
            <span className={styles.name}>{hit.name}</span>
            <span className={styles.about}>{hit.about}</span>
          </div>
        ))}
      </div>
      <ProblemNote thrown={refused ?? error} />
      {word.trim() !== "" && hits.length === 0 && !searching && !error && (
        <p className="quiet" role="status">
          {t("app.palette.none")}
        </p>
      )}
    </div>
  );
}
