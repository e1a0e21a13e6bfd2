import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node, visit } from 'yaml';
import { secretIn } from '../core/base/entered-secrets.ts';
import { meaningOf } from '../core/option/parameter-names.ts';
import { say } from '../core/saying.ts';
import type { Aliases } from './policy-aliases.ts';
import type { Mistake } from './policy-nodes.ts';
import { scriptText } from './read-user-data.ts';

/**
 * The places where a policy holds a password or key, at any depth. Leaves start scripts to `snippetOf`, which knows their lines.
 */
export function secretsOf(document: Document, lines: LineCounter, targets: Aliases['targets']): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  // Most words of a long policy stand in it many times, and the search takes longer than the parser.
  const harmless = new Set<string>();
  const look = (word: string, at: Node, of: unknown, path: readonly unknown[]): void => {
    const name = of === 'key' ? '' : keyOver(path);
    const text = name === '' ? word : `${name}: ${word}`;
    if (harmless.has(text)) return;
    const meant = meaningOf(name);
    const isScript = meant?.is === 'field' && meant.field === 'script' && isPreset(path) && scriptText(word) !== null;
    if (isScript) return;
    if (secretIn(text) === null) {
      harmless.add(text);
      return;
    }
    const what = say`A policy must not contain passwords or keys. Use a key pair, Session Manager, or the image’s own password.`;
    mistakes.push({ line: lines.linePos(at.range?.[0] ?? 0).line, what });
  };
  visit(document, {
    Pair: (_, { key, value }, path) => {
      const isTop = isMap(path.at(-1)) && path.length === 2;
      return isTop && isScalar(key) && key.value === 'userData' && isMap(value) ? visit.SKIP : undefined;
    },
    Scalar: (of, scalar, path) => look(String(scalar.value ?? ''), scalar, of, path),
    // Under another key, the same word may be a password.
    Alias: (of, alias, path) => {
      const target = isAlias(alias) ? targets.get(alias) : undefined;
      if (isScalar(target)) look(String(target.value ?? ''), alias, of, path);
    },
  });
  return mistakes;
}

/** The key of a value or of a list of values; empty if none. */
function keyOver(path: readonly unknown[]): string {
  const pair = path.findLast((node) => !isSeq(node));
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
}

/**
 * Whether a preset or default holds the value itself, which is then read as a script. Values further inside are searched here.
 */
function isPreset(path: readonly unknown[]): boolean {
  const keys = path.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : []));
  return (keys.length === 3 && keys[0] === 'presets') || (keys.length === 2 && keys[0] === 'defaults');
}
