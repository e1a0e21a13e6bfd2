import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Fault } from '../../../state.ts';
import { api } from '../../api.ts';
import { placed } from '../../placed.ts';
import { troubleWith } from '../../sentences.ts';
import { useSession } from '../../session.ts';
import { languageOf, type PageWords, useWords } from '../../words/words.ts';
import { AnyFault } from './AnyFault.tsx';
import { choiceNamed } from './fault-groups.ts';
import { GroupedFaults } from './GroupedFaults.tsx';

/** Switches for faults of the clouds: the illustrative ones, and all others under *Advanced*. */
export function Faults() {
  const { state, me, notify } = useSession();
  const words = useWords();
  const { faults } = words;
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    api.faults().then(
      (list) => setNames(list.names),
      () => notify(faults.notLoaded),
    );
  }, [notify, faults.notLoaded]);
  const clear = async () => {
    const answer = await api.clearFaults();
    if (!answer.ok) notify(troubleWith(words, answer.error));
  };
  const shown = (name: string) => choiceNamed(name)?.shows[languageOf(me.locale)] ?? name;
  return (
    <section className="panel" aria-label={faults.title}>
      <h3>{faults.title}</h3>
      <GroupedFaults />
      {state.faults.length > 0 && (
        <>
          <ul className="active-faults" aria-label={faults.active}>
            {placed(state.faults, (fault, key) => (
              <li key={key} title={fault.name}>
                {sentenceOf(fault, shown(fault.name), faults)}
              </li>
            ))}
          </ul>
          <Button className="button" onPress={clear}>
            {faults.clear}
          </Button>
        </>
      )}
      {state.faults.length === 0 && <p className="hint">{faults.none}</p>}
      <details className="advanced">
        <summary>{faults.advanced}</summary>
        <AnyFault names={names} />
      </details>
    </section>
  );
}

function sentenceOf({ action, times }: Fault, shown: string, words: PageWords['faults']): string {
  const often = times === 0 ? words.untilCleared : words.more(times ?? 1);
  return [action === undefined ? shown : words.on(shown, action), often].join(words.comma);
}
