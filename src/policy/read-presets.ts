import { type Saying, say } from '../core/saying.ts';
import { type ArgumentProblem, parseArguments } from '../core/spec/key-values.ts';
import { LAST } from '../core/spec/presets.ts';
import type { Draft } from '../core/spec/spec.ts';
import { FIELDS } from '../core/spec/spec.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';

const NAME = /^[a-z][a-z0-9-]{0,39}$/u;

/** `presets`: names with what `/ecs create` takes as key=value, other spellings of the keys included. */
export function readPresets(nodes: PolicyNodes, { node }: PolicyEntry): ReadonlyMap<string, Draft> {
  const presets = new Map<string, Draft>();
  for (const preset of nodes.anyEntries(node, say`presets`)) {
    if (preset.key === LAST)
      nodes.mistake(preset.line, say`"${LAST}" stands for the last request. Choose another name.`);
    else if (!NAME.test(preset.key))
      nodes.mistake(
        preset.line,
        say`"${preset.key}" cannot name a preset. Use small letters, digits and -, at most 40.`,
      );
    presets.set(preset.key, readPreset(nodes, preset));
  }
  return presets;
}

function readPreset(nodes: PolicyNodes, preset: PolicyEntry): Draft {
  const entries = nodes.anyEntries(preset.node, say`The preset ${preset.key}`);
  const drafts = entries.map((entry) => {
    const value = nodes.value(entry);
    if (value === null) return {};
    const { draft, problems } = parseArguments([`${entry.key}=${value}`]);
    for (const problem of problems) nodes.mistake(entry.line, sentence(problem, entry.key));
    return draft;
  });
  const merged: Draft = Object.assign({}, ...drafts);
  if (Object.keys(merged).length < drafts.filter((draft) => Object.keys(draft).length > 0).length)
    nodes.mistake(preset.line, say`The preset ${preset.key} names something twice, under two spellings. Keep one.`);
  return merged;
}

function sentence(problem: ArgumentProblem, key: string): Saying {
  if (problem.problem === 'unknownKey') {
    const hint =
      problem.nearest === null ? say`The keys are ${FIELDS.join(', ')}.` : say`Did you mean ${problem.nearest}?`;
    return say`"${key}" is not a key of a preset. ${hint}`;
  }
  return problem.problem === 'tooLong' ? say`${key} is too long.` : say`${key} needs a word or a number.`;
}
