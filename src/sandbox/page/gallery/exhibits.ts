import type { SlackView } from '../../state.ts';

export type BlockList = SlackView['blocks'];

export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** One entry of `/gallery.json`: a message's blocks or a whole view. */
export interface Exhibit {
  /** Without the mark of the language. */
  readonly name: string;
  readonly language: Language;
  readonly kind: 'message' | 'modal' | 'home';
  readonly blocks: BlockList;
  /** For a modal. */
  readonly title: string;
  readonly close: string;
  readonly submit: string | null;
  /** As the bot sends it. */
  readonly content: unknown;
}

/** Entries with the same words before the colon: `card`, `create form`. */
export interface ExhibitGroup {
  readonly name: string;
  readonly exhibits: readonly Exhibit[];
}

const CHINESE = / \(zh\)$/u;

/** An entry of an unexpected shape shows without blocks instead of breaking the page. */
export function readExhibit([marked, content]: readonly [string, unknown]): Exhibit {
  const named = { name: marked.replace(CHINESE, ''), language: CHINESE.test(marked) ? 'zh' : 'en', content } as const;
  if (Array.isArray(content)) return { ...named, kind: 'message', blocks: content, title: '', close: '', submit: null };
  const view = (content ?? {}) as Readonly<Record<string, { readonly text?: string } | undefined>>;
  const kind = (content as { type?: string } | null)?.type;
  return {
    ...named,
    kind: kind === 'modal' || kind === 'home' ? kind : 'message',
    blocks: Array.isArray(view.blocks) ? (view.blocks as BlockList) : [],
    title: view.title?.text ?? '',
    close: view.close?.text ?? 'Cancel',
    submit: view.submit?.text ?? null,
  };
}

/** Groups in the order of their first entries. */
export function groupsOf(exhibits: readonly Exhibit[]): readonly ExhibitGroup[] {
  const groups = new Map<string, Exhibit[]>();
  for (const exhibit of exhibits) {
    const key = groupName(exhibit.name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [exhibit]);
    else group.push(exhibit);
  }
  return [...groups].map(([name, members]) => ({ name, exhibits: members }));
}

const groupName = (name: string): string => name.split(':')[0] ?? name;
