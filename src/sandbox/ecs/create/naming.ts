import { oneSpelling } from '../taken.ts';
import type { Tag } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { numbered } from './sequence.ts';

const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;

/** Null if the instance is named by its id. */
export function instanceName(params: Params, several: Several = ONE): string | null {
  const name = params.text('InstanceName');
  if (name !== null && !eachOf(name, several).every(isName)) notValid('InvalidInstanceName.Malformed', 'InstanceName');
  return name;
}

/** How many names are needed; only RunInstances takes a pattern. */
export interface Several {
  readonly amount: number;
  readonly mayBePattern: boolean;
}

const ONE: Several = { amount: 1, mayBePattern: false };

const eachOf = (name: string, { amount, mayBePattern }: Several): readonly string[] =>
  (mayBePattern ? numbered(name, amount) : null) ?? [name];

/** Valid names of instances, disks and key pairs: 2-128 characters, a letter first. */
export const isName = (name: string): boolean => NAME.test(name) && !/^https?:/i.test(name);

export function description(params: Params): string {
  const text = params.text('Description') ?? '';
  if (text !== '' && (text.length < 2 || text.length > 256 || /^https?:\/\//.test(text))) {
    notValid('InvalidDescription.Malformed', 'Description');
  }
  return text;
}

/** Linux: segments of letters, digits and hyphens, 2-64 characters. Windows: one segment of 2-15, not only digits. */
export function hostName(params: Params, os: 'linux' | 'windows', several: Several = ONE): string | null {
  const name = params.text('HostName');
  if (name === null) return null;
  if (!eachOf(name, several).every((each) => isHostName(each, os))) notValid('InvalidHostName.Malformed', 'HostName');
  return name;
}

function isHostName(name: string, os: 'linux' | 'windows'): boolean {
  const segment = '[A-Za-z0-9](?:-?[A-Za-z0-9])*';
  const shape = os === 'windows' ? new RegExp(`^${segment}$`) : new RegExp(`^${segment}(?:\\.${segment})*$`);
  const most = os === 'windows' ? 15 : 64;
  const digitsOnly = os === 'windows' && /^\d+$/.test(name);
  return name.length >= 2 && name.length <= most && shape.test(name) && !digitsOnly;
}

const MAX_TAGS = 20;

/** `Tag.N.Key` and `Tag.N.Value`, or the older lower-case spelling. */
export function tagsOf(params: Params): Tag[] {
  const tags = params.records('Tag').map((record) => ({
    key: oneSpelling(record.Key, record.key, 'Tag.N.Key') ?? '',
    value: oneSpelling(record.Value, record.value, 'Tag.N.Value') ?? '',
  }));
  if (tags.length > MAX_TAGS) refuse(400, 'NumberExceed.Tags', 'The Tags parameter number is exceed.');
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || /^(aliyun|acs:)/i.test(key) || /https?:\/\//.test(key)) {
      refuse(400, 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.');
    }
    if (value.length > 128 || /https?:\/\//.test(value)) {
      refuse(400, 'InvalidTagValue.Malformed', 'The specified Tag.n.Value is not valid.');
    }
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) {
    refuse(400, 'Duplicate.TagKey', 'The Tag.N.Key contain duplicate key.');
  }
  return tags;
}
