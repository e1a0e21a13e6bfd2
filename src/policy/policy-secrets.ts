import { type Document, isMap, isPair, isScalar, type LineCounter, visit } from 'yaml';
import { secretIn } from '../core/base/entered-secrets.ts';
import { meaningOf } from '../core/option/parameter-names.ts';
import { say } from '../core/saying.ts';
import type { Mistake } from './policy-nodes.ts';
import { scriptText } from './read-user-data.ts';

/** Where a policy holds a password or key, whatever it is under. Start scripts are left to `snippetOf`, which knows their lines. */
export function secretsOf(document: Document, lines: LineCounter): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Pair: (_, { key, value }, path) => {
      const isTop = isMap(path.at(-1)) && path.length === 2;
      return isTop && isScalar(key) && key.value === 'userData' && isMap(value) ? visit.SKIP : undefined;
    },
    Scalar: (of, { value, range }, path) => {
      const word = String(value ?? '');
      const pair = path.at(-1);
      const name = of === 'value' && isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
      const meant = meaningOf(name);
      const isScript = meant?.is === 'field' && meant.field === 'script' && scriptText(word) !== null;
      if (isScript || secretIn(name === '' ? word : `${name}: ${word}`) === null) return;
      const what = say`A policy must not contain passwords or keys. Use a key pair, Session Manager, or the image’s own password.`;
      mistakes.push({ line: lines.linePos(range?.[0] ?? 0).line, what });
    },
  });
  return mistakes;
}
