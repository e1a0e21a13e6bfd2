import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import { say } from '../core/saying.ts';
import type { Mistake } from './policy-nodes.ts';

/** The most nodes in a file, counting everything that `*name` repeats. */
const MAX_NODES = 100_000;

/** The target of each `*name` in a file; and the aliases that have no target, contain themselves, or repeat too much. */
export interface Aliases {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly mistakes: readonly Mistake[];
}

export function aliasesOf({ contents }: Document, lines: LineCounter): Aliases {
  const targets = new Map<Alias, Node>();
  const mistakes: Mistake[] = [];
  const named = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  const told = (alias: Alias, what: Mistake['what']): number => {
    mistakes.push({ line: lines.linePos(alias.range?.[0] ?? 0).line, what });
    return 1;
  };
  const sizeOfAlias = (alias: Alias): number => {
    const target = named.get(alias.source);
    if (target === undefined)
      return told(alias, say`This alias has no anchor before it. Put text that begins with * in quotes.`);
    if (open.has(target)) return told(alias, say`This alias repeats what it is part of. Write the keys themselves.`);
    targets.set(alias, target);
    return sizes.get(target) ?? 1;
  };
  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) return sizeOfAlias(node);
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return 0;
    if (node.anchor !== undefined) named.set(node.anchor, node);
    open.add(node);
    const items: readonly unknown[] = isScalar(node) ? [] : node.items;
    const size = items.reduce<number>((sum, item) => sum + sizeOf(item), 1);
    open.delete(node);
    sizes.set(node, size);
    return size;
  };
  if (sizeOf(contents) > MAX_NODES && mistakes.length === 0)
    mistakes.push({ line: 1, what: say`The aliases of the file repeat too much. Write the keys themselves.` });
  return { targets, mistakes };
}
