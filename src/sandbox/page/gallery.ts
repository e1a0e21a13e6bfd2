import type { SlackView } from '../state.ts';

export type BlockList = SlackView['blocks'];

/** One entry of `/gallery.json`: a message's blocks or a whole view. */
export interface Exhibit {
  readonly name: string;
  readonly kind: 'message' | 'modal' | 'home';
  readonly blocks: BlockList;
  /** Of a modal. */
  readonly title: string;
  readonly close: string;
  readonly submit: string | null;
}

/** An entry of an unexpected shape shows without blocks instead of breaking the page. */
export function readExhibit([name, content]: readonly [string, unknown]): Exhibit {
  if (Array.isArray(content)) return { name, kind: 'message', blocks: content, title: '', close: '', submit: null };
  const view = (content ?? {}) as Readonly<Record<string, { readonly text?: string } | undefined>>;
  const kind = (content as { type?: string } | null)?.type;
  return {
    name,
    kind: kind === 'modal' || kind === 'home' ? kind : 'message',
    blocks: Array.isArray(view.blocks) ? (view.blocks as BlockList) : [],
    title: view.title?.text ?? '',
    close: view.close?.text ?? 'Cancel',
    submit: view.submit?.text ?? null,
  };
}
