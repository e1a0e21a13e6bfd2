import { hasHidden } from '../core/base/legible.ts';
import { categoryOf } from '../core/option/data-disks.ts';
import { FAMILY } from '../core/option/option-draft.ts';
import { isOptionField } from '../core/option/option-fields.ts';
import type { Script } from '../core/option/options.ts';
import { fieldOf, meaningOf, nearestField, plainName } from '../core/option/parameter-names.ts';
import { withGroups } from '../core/option/security-groups.ts';
import { parseSwitch } from '../core/option/switch.ts';
import { maxAmountOf } from '../core/policy/person-limits.ts';
import type { Policy, Snippet } from '../core/policy/policy.ts';
import { type Saying, say } from '../core/saying.ts';
import { NOTHING_KNOWN } from '../core/spec/choices.ts';
import type { TemplateRef } from '../core/spec/launch-template.ts';
import { LAST } from '../core/spec/presets.ts';
import { type Draft, type Field, type FieldProblem, FORM_FIELDS, USUAL_MAX_AMOUNT } from '../core/spec/spec.ts';
import { readDraft } from '../core/spec/spec-parse.ts';
import { problemSaying, unsupportedSaying } from './option-mistakes.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';
import { isPassedOver, tellContradictions } from './preset-contradictions.ts';
import { type Parameter, parametersIn, partOfTemplate, templateIn } from './preset-parameters.ts';
import { diskLine, tagLine } from './preset-parts.ts';
import { judgePresetNetwork } from './read-networks.ts';
import { isPacked, scriptText, snippetOf } from './read-user-data.ts';

const NAME = /^[a-z][a-z0-9-]{0,39}$/u;

/**
 * `presets`: names with the parameters of `/ecs create`, in the bot's spelling or that of the API, ROS and Terraform.
 *
 * @param scripts the policy's scripts; user data in a preset is added under the preset's name
 */
export function readPresets(
  nodes: PolicyNodes,
  { node }: PolicyEntry,
  scripts: Map<string, Snippet>,
  { networks, limits }: Pick<Policy, 'networks' | 'limits'>,
): Pick<Policy, 'presets' | 'templates'> {
  const presets = new Map<string, Draft>();
  const templates = new Map<string, TemplateRef>();
  for (const preset of nodes.anyEntries(node, say`presets`)) {
    if (preset.key === LAST) nodes.mistake(preset.line, say`"${LAST}" means the last request. Choose another name.`);
    else if (!NAME.test(preset.key))
      nodes.mistake(
        preset.line,
        say`"${preset.key}" isn’t a valid preset name. Use lowercase letters, digits, and -, at most 40 characters.`,
      );
    const { said, template } = parametersOf(nodes, preset, scripts, 'one');
    if (template !== null) templates.set(preset.key, template);
    judgePresetNetwork(nodes, said, networks);
    presets.set(preset.key, judged(nodes, said, [...scripts.values()], mostIn(limits)));
  }
  return { presets, templates };
}

/** More could never be ordered. Files with a low limit may have presets of up to the usual one, as always. */
const mostIn = (limits: Policy['limits']): number => Math.max(USUAL_MAX_AMOUNT, maxAmountOf({ limits }));

/** A value and its place. */
interface Said {
  readonly value: string;
  readonly name: string;
  readonly line: number;
}

/** Reads a mapping that applies to all orders, in any spelling. */
export const readParameters = (nodes: PolicyNodes, preset: PolicyEntry, scripts: Map<string, Snippet>): Draft =>
  judged(nodes, parametersOf(nodes, preset, scripts, 'all').said, [...scripts.values()]);

/** @param orders `one`: a single order, which has one way of paying; `all`: every order */
function parametersOf(
  nodes: PolicyNodes,
  preset: PolicyEntry,
  scripts: Map<string, Snippet>,
  orders: 'one' | 'all',
): { readonly said: Map<Field, Said>; readonly template: TemplateRef | null } {
  const entries = nodes.anyEntries(preset.node, say`The preset ${preset.key}`);
  const { single: all, disks, tags } = parametersIn(nodes, entries);
  const single = all.filter((parameter) => !isPassedOver(parameter, all));
  const said = new Map<Field, Said>();
  const others = single.filter((one) => orders === 'all' || partOfTemplate(one) === null);
  const template = orders === 'all' ? null : templateIn(nodes, single);
  // The launch template may set the way of paying.
  tellContradictions(nodes, others, template === null ? orders : 'over');
  for (const parameter of others) readParameter(nodes, parameter, others, said);
  putLines(
    said,
    'disks',
    disks.map((one, index) => ({ line: one.line, text: diskLine(nodes, one, index + 1) })),
  );
  putLines(
    said,
    'tags',
    tags.map((one) => ({ line: one.line, text: tagLine(nodes, one) })),
  );
  bindScript(nodes, preset, said, scripts);
  return { said, template };
}

/** A preset may hold a script, as text or in the API's base64. */
function bindScript(
  nodes: PolicyNodes,
  preset: PolicyEntry,
  said: Map<Field, Said>,
  scripts: Map<string, Snippet>,
): void {
  const script = said.get('script');
  if (script === undefined || scripts.has(script.value)) return;
  const content = scriptText(script.value);
  if (content === null && !isPacked(script.value)) return;
  said.delete('script');
  if (content === null)
    return void nodes.mistake(script.line, say`${script.name}: a packed script can’t be read. Write its text.`);
  const snippet = snippetOf(nodes, script.line, preset.key, content);
  if (snippet === null) return;
  if (scripts.has(preset.key))
    nodes.mistake(script.line, say`userData already has a start script "${preset.key}". Rename this preset.`);
  scripts.set(preset.key, snippet);
  said.set('script', { ...script, value: preset.key });
}

function putLines(
  said: Map<Field, Said>,
  field: 'disks' | 'tags',
  parts: readonly { readonly line: number; readonly text: string | null }[],
): void {
  const [first] = parts;
  const value = parts.flatMap(({ text }) => text ?? []).join('\n');
  if (first !== undefined && value !== '') said.set(field, { value, name: field, line: first.line });
}

function readParameter(
  nodes: PolicyNodes,
  parameter: Parameter,
  all: readonly Parameter[],
  said: Map<Field, Said>,
): void {
  const { name, line } = parameter;
  const value = parameter.value.trim();
  const meant = meaningOf(name, value);
  if (meant?.is === 'field' && meant.field !== 'script' && tellUnreadable(nodes, parameter)) return;
  // A second value was reported already: the first counts.
  const put = (field: Field, word: string): void => {
    if (!said.has(field)) said.set(field, { value: word, name, line });
  };
  switch (meant?.is) {
    case 'granted':
    case 'periodUnit':
      return;
    case 'keyPair':
      put('login', `key:${value}`);
      return;
    case 'imagePassword':
      if (parseSwitch(value) === true) put('login', 'image');
      else nodes.mistake(line, say`${name} is ${value}. Set it to true or false.`);
      return;
    case 'imageFamily':
      put('image', `${FAMILY}${value}`);
      return;
    case 'allGroups':
      putGroups(said, parameter);
      return;
    case 'level':
      return void putLevel(nodes, said, all, parameter);
    case 'publicAddress':
      return void putAddress(nodes, parameter, all, put);
    case 'disk':
      return void nodes.mistake(line, say`${name}: write data disks as a list, such as disks: [essd_pl0:100].`);
    case 'template':
      return void nodes.mistake(line, unsupportedSaying(name, 'launchTemplate'));
    case 'unsupported':
      return void nodes.mistake(line, unsupportedSaying(name, meant.why));
    case 'field':
      putField(meant.field, value, all, put);
      return;
    default:
      return void nodes.mistake(line, unknownKey(name));
  }
}

/** Reports hidden characters, and placeholders that another tool would have filled in. */
function tellUnreadable(nodes: PolicyNodes, { name, value, line }: Parameter): boolean {
  if (hasHidden(value)) nodes.mistake(line, say`${name} has a character that nobody sees. Type it again.`);
  else if (/\$\{|\{\{|^(?:var|local|data|module)\.\w/u.test(value))
    nodes.mistake(line, say`${name} is ${value}, which another tool would fill in. Write the value.`);
  else return false;
  return true;
}

/** The first of all groups is the main one, and the rest are additional; the same if each has its own key. */
function putGroups(said: Map<Field, Said>, { name, value, line }: Parameter): void {
  const before = { group: said.get('group')?.value, groups: said.get('groups')?.value };
  const { group, groups } = withGroups(before, value);
  if (before.group === undefined && group !== undefined) said.set('group', { value: group, name, line });
  said.set('groups', { value: groups, name, line });
}

function unknownKey(name: string): Saying {
  const near = nearestField(name);
  const hint =
    near === null
      ? say`The keys include ${FORM_FIELDS.join(', ')}. docs/using.md lists all.`
      : say`Did you mean ${near}?`;
  return say`"${name}" isn’t a key of a preset. ${hint}`;
}

function putField(field: Field, value: string, all: readonly Parameter[], put: (field: Field, word: string) => void) {
  const other = (plain: string) => all.find(({ name }) => plainName(name) === plain);
  if (field === 'charge') {
    // The API writes spot beside PostPaid.
    const strategy = other('spotstrategy');
    const isSpot = strategy !== undefined && !/^nospot$/iu.test(strategy.value);
    if (/^nospot$/iu.test(value) || (isSpot && !/^spot/iu.test(value))) return;
  }
  const unit = other('periodunit')?.value ?? (field === 'period' ? 'Month' : '');
  // The unit of a renewal is that of the period, which a launch template or a person may give.
  if ((field === 'period' || field === 'renewperiod') && /^\d+$/u.test(value))
    return put(field, `${value}${unit.charAt(0).toLowerCase()}`);
  if (field === 'disk' && all.some(({ name }) => isLevel(name))) return;
  put(field, value);
}

/** Tools set separately whether there is a public IP address; here the bandwidth decides. */
function putAddress(
  nodes: PolicyNodes,
  { name, value, line }: Parameter,
  all: readonly Parameter[],
  put: (field: Field, word: string) => void,
): void {
  const wanted = parseSwitch(value);
  const bandwidth = all.find((one) => fieldOf(meaningOf(one.name, one.value)) === 'bandwidth');
  const hasOne = bandwidth !== undefined && !/^0+$/u.test(bandwidth.value.trim());
  if (wanted === null) nodes.mistake(line, say`${name} is ${value}. Set it to true or false.`);
  else if (wanted && bandwidth === undefined)
    nodes.mistake(line, say`${name} is ${value}, which needs an InternetMaxBandwidthOut. Add one, such as 5.`);
  else if (bandwidth !== undefined && wanted !== hasOne)
    nodes.mistake(line, say`${name} is ${value}, but ${bandwidth.name} is ${bandwidth.value}. Keep one.`);
  else if (!wanted) put('bandwidth', '0');
}

const isLevel = (name: string): boolean => meaningOf(name)?.is === 'level';

/** The level of the system disk is part of its category. */
function putLevel(nodes: PolicyNodes, said: Map<Field, Said>, all: readonly Parameter[], level: Parameter): void {
  const given = all.find(({ name }) => {
    const meant = meaningOf(name);
    return meant?.is === 'field' && meant.field === 'disk';
  });
  const category = categoryOf(given?.value ?? 'cloud_essd');
  const word = `cloud_essd_${level.value.toLowerCase()}`;
  if (category !== 'cloud_essd' || categoryOf(word) === null)
    nodes.mistake(
      level.line,
      say`${level.name} is ${level.value}, but only cloud_essd has levels: PL0 to PL3. Leave it out, or use cloud_essd.`,
    );
  else said.set('disk', { value: word, name: level.name, line: level.line });
}

/** Reports mistakes that are known without the cloud's lists, at their lines. */
function judged(
  nodes: PolicyNodes,
  said: ReadonlyMap<Field, Said>,
  scripts: readonly Script[],
  mostAmount = USUAL_MAX_AMOUNT,
): Draft {
  const draft: Draft = Object.fromEntries([...said].map(([field, { value }]) => [field, value]));
  const { draft: read, problems } = readDraft(draft, NOTHING_KNOWN, {}, scripts);
  const tooMany = Number(read.amount ?? '1') > mostAmount;
  const bounds = { min: 1, max: mostAmount };
  const all = problems.map((problem) => (problem.field === 'amount' ? { ...problem, ...bounds } : problem));
  const more: readonly FieldProblem[] = tooMany
    ? [{ field: 'amount', problem: 'outOfRange', given: read.amount ?? '', ...bounds }]
    : [];
  for (const problem of [...all, ...more]) {
    const { name, line } = said.get(problem.field) ?? { name: problem.field, line: 1 };
    nodes.mistake(line, problemSaying(name, problem));
  }
  // Words that need the cloud's lists stay as written.
  const options = Object.entries(read).filter(([field]) => isOptionField(field));
  return { ...draft, ...Object.fromEntries(options) };
}
