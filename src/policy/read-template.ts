import { LineCounter, parseDocument } from 'yaml';
import { secretLineIn } from '../core/base/entered-secrets.ts';
import { fieldOf, meaningOf, plainName } from '../core/option/parameter-names.ts';
import { parametersOfTemplate, type TemplateParameter } from '../core/option/template-parameters.ts';
import type { Snippet } from '../core/policy/policy.ts';
import { type Saying, say } from '../core/saying.ts';
import type { LaunchTemplate } from '../core/spec/launch-template.ts';
import type { Draft, Field } from '../core/spec/spec.ts';
import type { Aliases } from './policy-aliases.ts';
import { PolicyNodes } from './policy-nodes.ts';
import { secretsOf } from './policy-secrets.ts';
import { saidInVain, saysRenewed } from './preset-contradictions.ts';
import { readParameters } from './read-presets.ts';

/** What a launch template adds to a preset; if `wrong` is not empty, why the preset cannot be used. */
interface TemplateRead {
  readonly draft: Draft;
  readonly wrong: readonly Saying[];
}

/**
 * Reads a launch template by the same table as presets: it may set, and is refused, the same things.
 *
 * @param own the preset's own values, which the template does not replace
 * @param scripts of the policy; the template's start script must be one of them
 */
export function readTemplate(
  { holds }: Pick<LaunchTemplate, 'holds'>,
  own: Draft,
  scripts: ReadonlyMap<string, Snippet>,
): TemplateRead {
  const asked = parametersOfTemplate(holds).filter((one) => !isSaid(own, one));
  const userData = asked.find(isUserData);
  const script = userData === undefined ? null : scriptOf(String(userData[1]), scripts);
  const named: readonly TemplateParameter[] = typeof script === 'string' ? [['script', script]] : [];
  const fields = Object.fromEntries([
    ...asked.filter((one) => !isUserData(one)).map((one) => beside(own, one)),
    ...named,
  ]);
  const lines = new LineCounter();
  // JSON is YAML, so the reader of presets reads it like the file.
  const document = parseDocument(JSON.stringify(fields), { lineCounter: lines });
  const nodes = new PolicyNodes(NO_ALIASES, lines);
  if (secretsOf(document, lines, NO_ALIASES).length > 0)
    return {
      draft: {},
      wrong: [say`The launch template contains a password or key. Remove it there: use a key pair or a RAM role.`],
    };
  const refused = Object.entries(fields).flatMap((one) => ownRefusal(one) ?? []);
  for (const { name } of refused) document.delete(name);
  const whole = { key: 'template', line: 1, node: document.contents, isList: false };
  const draft = readParameters(nodes, whole, new Map(scripts));
  const wrong = [
    ...contradictionsIn(asked),
    ...nodes.mistakes.map(({ what }) => what),
    ...refused.map(({ why }) => why),
    ...saidInVain(own, { ...draft, ...own }),
  ];
  return { draft, wrong: script === null || typeof script === 'string' ? wrong : [...wrong, script] };
}

/** Values given both flat and nested, or for the order and its only interface, must be equal. */
function contradictionsIn(asked: readonly TemplateParameter[]): readonly Saying[] {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of asked)
    values.set(
      name,
      (values.get(name) ?? new Set()).add(typeof value === 'object' ? JSON.stringify(value) : `${value}`),
    );
  return [...values]
    .filter(([, different]) => different.size > 1)
    .map(([name]) => say`${name}: the launch template sets this to two different values. Keep one.`);
}

/** Refusals that differ between templates and presets; null for all others. */
function ownRefusal([name, value]: TemplateParameter): { readonly name: string; readonly why: Saying } | null {
  const meant = meaningOf(name, String(value));
  // Not a misspelling: the cloud knows the name, and the bot does not. `DataDisk.1.Size` is read by its parts.
  if (meant === null && !/\d/u.test(name))
    return { name, why: say`${name}: the bot doesn’t know this setting. Leave it out.` };
  // The cloud takes a date, and a preset a duration.
  if (fieldOf(meant) === 'lease')
    return {
      name,
      why: say`${name}: a fixed date doesn’t suit later requests. Leave it out, or set lease in the preset.`,
    };
  return null;
}

/** JSON has no aliases. */
const NO_ALIASES: Aliases['targets'] = new Map();

const isUserData = ([name]: TemplateParameter): boolean => {
  const meant = meaningOf(name);
  return meant?.is === 'field' && meant.field === 'script';
};

/** Further fields that a preset's field settles: a network is a vSwitch with its groups, in a zone. */
const SETTLES: Readonly<Partial<Record<Field, readonly Field[]>>> = {
  network: ['vswitch', 'group', 'groups', 'zone', 'ip'],
  vswitch: ['zone', 'ip'],
  group: ['groups'],
  groups: ['group'],
};

/** Whether the preset sets it instead. Only tags are added to each other. */
function isSaid(own: Draft, [name, value]: TemplateParameter): boolean {
  const meant = meaningOf(name, String(value));
  // Without auto-renewal, its period has no meaning.
  if (fieldOf(meant) === 'renewperiod' && own.renew !== undefined && !saysRenewed(own.renew)) return true;
  const field =
    meant?.is === 'level' ? 'disk' : meant?.is === 'periodUnit' ? 'period' : (fieldOf(meant) ?? plainFieldOf(name));
  // A strategy that needs a limit is refused without one, whichever of the two counts in the end.
  if (field === null || field === 'tags' || field === 'maxprice') return false;
  const settled = Object.entries(SETTLES).flatMap(([by, others]) => (own[by as Field] === undefined ? [] : others));
  return own[field] !== undefined || settled.includes(field);
}

/** The preset then decides about auto-renewal: without AutoRenew beside it, the API's spelling would have no effect. */
const beside = ({ renew }: Draft, one: TemplateParameter): TemplateParameter =>
  renew !== undefined && plainName(one[0]) === 'autorenewperiod' ? ['renewperiod', one[1]] : one;

/** A switch that is `false` is accepted, and sets no field. */
const plainFieldOf = (name: string): Field | null => (plainName(name) === 'passwordinherit' ? 'login' : null);

/** The name of the policy's script with the template's content, apart from trailing white space; or why it cannot be used. */
function scriptOf(userData: string, scripts: ReadonlyMap<string, Snippet>): string | Saying {
  const text = Buffer.from(userData, 'base64').toString('utf8');
  const found = [...scripts.values()].find(({ content }) => plainText(content) === plainText(text));
  if (found !== undefined) return found.name;
  const secret = secretLineIn(text);
  return secret === null
    ? say`UserData: the launch template’s start script isn’t one of userData. Add its text there, or set script in the preset.`
    : say`UserData: the launch template’s start script contains a password or key in line ${secret.line}. Have the server fetch it at run time.`;
}

const plainText = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
