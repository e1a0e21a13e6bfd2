import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOM = fileURLToPath(new URL('../../src/policy/', import.meta.url));

/** Every template that the room says anything by, `{0}` where something is put in. */
function templatesIn(source: string): readonly string[] {
  return [...source.matchAll(/say`/gu)].map(({ index }) => {
    let at = index + 4;
    let template = '';
    for (let parts = 0; source[at] !== '`'; at += 1) {
      if (!source.startsWith('${', at)) {
        template += source[at];
        continue;
      }
      for (let depth = 0; at < source.length; at += 1) {
        if (source[at] === '{') depth += 1;
        if (source[at] === '}') depth -= 1;
        if (depth === 0 && source[at] === '}') break;
      }
      template += `{${parts}}`;
      parts += 1;
    }
    return template;
  });
}

/** What is said of a policy file, each as the key of its Chinese. */
export const POLICY_SAYS: readonly string[] = readdirSync(ROOM).flatMap((file) =>
  templatesIn(readFileSync(`${ROOM}/${file}`, 'utf8')),
);
