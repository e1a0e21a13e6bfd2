import type { FoundInstance } from '../core/instance/found-instance.ts';
import { meansAll, namesNone, wordsOnce } from '../core/selection/selection.ts';
import {
  type Argument,
  type ArgumentFault,
  type Arguments,
  type InstanceRef,
  readArguments,
  refWord,
  usageOf,
  type Values,
} from '../core/spec/command-arguments.ts';
import type { Text } from '../text/en.ts';
import { mayActNow } from '../usecases/instance/actor.ts';
import { findInstance, type Search, type Who } from '../usecases/instance/find-instance.ts';
import { ownInstances } from '../usecases/instance/own-instances.ts';
import type { CommandAnswer } from './answer.ts';
import type { CommandContext } from './context.ts';
import { askAboutSeveral, type ReadSeveral } from './power/several.ts';

export type CommandName = keyof Text['commands']['summary'];

/**
 * A subcommand of `/ecs`. Dispatch, argument errors, the check of rights, `/ecs help`, the documents' table and the manifest's
 * usage hint all come from this object.
 */
export interface Command {
  /** The first word after `/ecs`, and the key of its one-line summary in the text catalogue. */
  readonly name: CommandName;
  /** Its arguments, as shown in the help: `[key=value …]`. */
  readonly usage: string;
  /**
   * Who may run it, checked before it runs, and who sees it in the help. `owner`: who may act on the instance, judged once that
   * is found; everybody sees it in the help.
   */
  readonly who: Who;
  /** It only shows something: if a person runs many at once, only the newest is answered. */
  readonly reads?: true;
  run(context: CommandContext, words: readonly string[]): Promise<void>;
}

/** An instance that is found before the command runs. */
interface InstanceArgument extends Argument<InstanceRef> {
  readonly finds: 'instance';
  /** Accepts the bot's own instance even if some regions could not be searched for others of its name. */
  readonly likely?: true;
}

export const instance = (argument: Argument<InstanceRef>): InstanceArgument => ({ ...argument, finds: 'instance' });

/** For commands that change nothing: works even while the cloud cannot be asked. */
export const likelyInstance = (argument: Argument<InstanceRef>): InstanceArgument => ({
  ...instance(argument),
  likely: true,
});

type ValuesFound<A extends Arguments> = {
  readonly [K in keyof A]: A[K] extends InstanceArgument ? FoundInstance : Values<A>[K];
};

interface Definition<A extends Arguments> extends Pick<Command, 'name' | 'who' | 'reads'> {
  /** In the order in which they are typed. */
  readonly args: A;
  /** Which of the caller's instances are offered if the instance was left out; none if absent. */
  readonly fits?: (own: FoundInstance) => boolean;
  /** Reads several instances, if the command can take them. Rights are judged one by one. */
  readonly several?: ReadSeveral;
  run(context: CommandContext, values: ValuesFound<A>): Promise<void>;
}

/** Reads the arguments, finds the instances in them, and judges the rights; any mistake is answered, and nothing runs. */
export function defineCommand<A extends Arguments>(definition: Definition<A>): Command {
  const { name, who, reads, args, several, fits, run } = definition;
  const usage = usageOf(args);
  const takesInstance = Object.values(args).some(isInstance);
  return {
    name,
    usage,
    who,
    ...(reads && { reads }),
    async run(context, typed) {
      const { caller, deps } = context;
      const given = several === undefined ? typed : wordsOnce(typed);
      // Elsewhere such words may mean something, and nothing begins because they were dropped.
      const words = takesInstance && namesNone(given) ? [] : given;
      const fault = (error: ArgumentFault) =>
        context.reply({ kind: 'argumentFault', command: { name, usage }, fault: error });
      if (fits !== undefined && words.length === 0 && lacksOnlyInstance(args)) {
        const own = await ownInstances(deps, caller.user);
        if (own !== null)
          return context.reply({
            kind: 'whichInstance',
            command: { name, usage },
            fitting: own.filter(fits),
            own: own.length,
          });
      }
      const many = several?.(words) ?? null;
      if (many?.ok === true && meansAll(many.value.names))
        return context.reply(allMeant(name, words, many.value.names.length));
      if (many !== null)
        return many.ok ? askAboutSeveral(context, many.value.names, many.value.wish) : fault(many.error);
      const read = readArguments(args, words);
      if (!read.ok) return fault(read.error);
      const values: Record<string, unknown> = { ...read.value };
      for (const [key, argument] of Object.entries(args)) {
        if (!isInstance(argument)) continue;
        const ref = values[key] as InstanceRef;
        const search = settled(await findInstance(deps, ref, who), argument);
        // An instance can be called so.
        if (isUnknown(search) && meansAll([ref.word])) return context.reply(allMeant(several ? name : null, words, 1));
        if (search.kind !== 'found')
          return context.reply({ kind: 'notFound', search, ref, again: againWith(name, args, words, key) });
        const { found } = search;
        if (who === 'owner' && !(await mayActNow(deps, caller, found)))
          return context.reply({ kind: 'ownersOnly', name, found });
        values[key] = found;
      }
      await run(context, values as ValuesFound<A>);
    },
  };
}

const isUnknown = (search: Search): boolean =>
  search.kind === 'none' || (search.kind === 'candidates' && search.why === 'similar');

/** @param name of a command that takes several instances; null for another */
const allMeant = (name: string | null, words: readonly string[], named: number): CommandAnswer => ({
  kind: 'allMeant',
  given: words.slice(0, named).join(' '),
  command: name === null ? 'list mine' : [name, '*', ...words.slice(named)].join(' '),
});

function settled(search: Search, { likely }: InstanceArgument): Search {
  if (likely !== true || search.kind !== 'candidates' || search.why !== 'unsure') return search;
  const [only] = search.found;
  return only === undefined || only.own === null ? search : { kind: 'found', found: only };
}

/** Whether picking the instance would complete the command. */
function lacksOnlyInstance(args: Arguments): boolean {
  const [first, ...others] = Object.values(args);
  return first !== undefined && isInstance(first) && others.every(({ takes, read }) => takes !== 'one' && read([]).ok);
}

const isInstance = (argument: Argument<unknown>): argument is InstanceArgument =>
  'finds' in argument && argument.finds === 'instance';

/** The typed command with another instance in this one's place. */
const againWith =
  (name: string, args: Arguments, words: readonly string[], key: string) =>
  (ref: InstanceRef): string => {
    const at = Object.keys(args).indexOf(key);
    return [name, ...words.map((word, index) => (index === at ? refWord(ref) : quoted(word)))].join(' ');
  };

const quoted = (word: string): string => (/\s/u.test(word) ? `"${word}"` : word);
