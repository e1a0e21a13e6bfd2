import { createHash } from 'node:crypto';
import { isAbsolute, normalize } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { secretLineIn } from '../core/base/entered-secrets.ts';
import type { Snippet } from '../core/policy/policy.ts';
import { say } from '../core/saying.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';

/** The contents of the files that a policy names, by name; null for an unreadable file. */
export type PolicyFiles = ReadonlyMap<string, string | null>;

/**
 * The most characters of a policy, some four thousand lines: more than anybody keeps by hand, and reading it takes a quarter of a
 * second, in which the bot does nothing else. Long scripts belong into files beside it.
 */
export const POLICY_MAX_LENGTH = 100_000;

/** The replacement for a byte that is not UTF-8, and every other byte of UTF-16: read on, it would be another text. */
export const NOT_UTF8 = /[\uFFFD\0]/u;

/** The API's limit of user data. */
export const SNIPPET_MAX_BYTES = 32 * 1024;

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/iu;

/** A script inside the policy has several lines. */
const isInline = (text: string): boolean => text.trim().includes('\n');

/** Whether the file is beside the policy or below it. */
const isBeside = (file: string): boolean => !isAbsolute(file) && !normalize(file).startsWith('..');

/** The files that a policy's text names, to be read before it is judged. */
export function filesNamedIn(text: string): readonly string[] {
  if (text.length > POLICY_MAX_LENGTH || !text.includes('userData')) return [];
  const { contents } = parseDocument(text, { logLevel: 'silent' });
  const userData = isMap(contents) ? contents.get('userData', true) : null;
  if (!isMap(userData)) return [];
  return userData.items.flatMap(({ value }) => {
    const file = isScalar(value) && typeof value.value === 'string' ? value.value.trim() : '';
    return file === '' || isInline(file) || !isBeside(file) ? [] : [file];
  });
}

/** `userData`: names, each with a file or its text. */
export function readUserData(nodes: PolicyNodes, { node }: PolicyEntry, files: PolicyFiles): Map<string, Snippet> {
  const snippets = new Map<string, Snippet>();
  for (const entry of nodes.anyEntries(node, say`userData`)) {
    const { key, line } = entry;
    if (!NAME.test(key)) {
      nodes.mistake(
        line,
        say`"${key}" isn’t a valid start script name. Use letters, digits, periods, _, and -, at most 64 characters.`,
      );
      continue;
    }
    const given = isSeq(entry.node) || isMap(entry.node) ? null : nodes.value(entry);
    if (given === null) continue;
    const content = isInline(given) ? given : contentOf(nodes, entry, given, files);
    const snippet = content === null ? null : snippetOf(nodes, line, key, content);
    if (snippet !== null) snippets.set(key, snippet);
  }
  return snippets;
}

function contentOf(nodes: PolicyNodes, { key, line }: PolicyEntry, file: string, files: PolicyFiles): string | null {
  if (!isBeside(file))
    return nodes.mistake(
      line,
      say`${key} is ${file}, which isn’t beside the policy. Put the file into the policy’s folder.`,
    );
  const content = files.get(file);
  return (
    content ??
    nodes.mistake(
      line,
      say`${key} is ${file}, but there is no readable file of that name beside the policy. Put it there.`,
    )
  );
}

const BEGINS_A_SCRIPT = /^(?:#|Content-Type:|MIME-Version:|\[(?:bat|powershell)\])/iu;

/** The text of a script given as text or base64; null for a name. */
export function scriptText(value: string): string | null {
  if (BEGINS_A_SCRIPT.test(value)) return value;
  // Tools break base64 into lines of 64 or 76 characters.
  const joined = value.replaceAll(/\s+/gu, '');
  const text = /^[A-Z\d+/]{8,}={0,2}$/iu.test(joined) ? Buffer.from(joined, 'base64').toString('utf8') : '';
  return BEGINS_A_SCRIPT.test(text) || isProse(text) ? text : value.includes('\n') ? value : null;
}

/** Several readable words: base64 of a name never decodes to that by chance. */
const isProse = (text: string): boolean =>
  text.length >= 8 && /\S\s+\S/u.test(text) && !/[^\P{C}\s]|\uFFFD/u.test(text);

/** Whether it is gzip in base64, which cloud-init accepts. */
export const isPacked = (value: string): boolean => /^H4sI[A-Z\d+/\s]{12,}={0,2}\s*$/iu.test(value.trim());

/** A script that may be handed to servers; null after a mistake at `line`. */
export function snippetOf(nodes: PolicyNodes, line: number, name: string, content: string): Snippet | null {
  const bytes = Buffer.byteLength(content);
  if (NOT_UTF8.test(content))
    return nodes.mistake(line, say`The start script ${name} isn’t text in UTF-8. Save it as UTF-8.`);
  if (content.trim() === '')
    return nodes.mistake(line, say`The start script ${name} is empty. Write it, or remove it.`);
  if (bytes > SNIPPET_MAX_BYTES)
    return nodes.mistake(
      line,
      say`The start script ${name} has ${bytes} bytes, but Alibaba Cloud accepts ${SNIPPET_MAX_BYTES}. Shorten it.`,
    );
  const found = secretLineIn(content);
  if (found !== null)
    return nodes.mistake(
      line,
      say`The start script ${name} contains a password or key in line ${found.line}. Have the server fetch it at run time.`,
    );
  return { name, content, sha256: createHash('sha256').update(content).digest('hex') };
}
