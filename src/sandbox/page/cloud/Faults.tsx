import { type FormEvent, useEffect, useState } from 'react';
import {
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  TextField,
} from 'react-aria-components';
import type { Fault } from '../../state.ts';
import { api } from '../api.ts';
import { placed } from '../placed.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** Switches by which the clouds misbehave. */
export function Faults() {
  const { state, notify } = useSession();
  const words = useWords();
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    api.faults().then(
      (list) => setNames(list.names),
      () => notify('The list of faults could not be loaded.'),
    );
  }, [notify]);
  const clear = async () => {
    const answer = await api.clearFaults();
    if (!answer.ok) notify(troubleWith(words, answer.error));
  };
  return (
    <section className="panel" aria-label="Faults">
      <h3>Faults</h3>
      <FaultForm names={names} />
      {state.faults.length > 0 && (
        <>
          <ul className="active-faults" aria-label="Active faults">
            {placed(state.faults, (fault, key) => (
              <li key={key}>{sentenceOf(fault)}</li>
            ))}
          </ul>
          <Button className="button" onPress={clear}>
            Clear all
          </Button>
        </>
      )}
      {state.faults.length === 0 && <p className="hint">No fault is on.</p>}
    </section>
  );
}

function sentenceOf({ name, action, times }: Fault): string {
  const often = times === 0 ? 'until cleared' : `${times ?? 1} more`;
  return `${name}${action === undefined ? '' : ` on ${action}`}, ${often}`;
}

function FaultForm({ names }: { names: Readonly<Record<string, string>> }) {
  const [name, setName] = useState<string | null>(null);
  const [action, setAction] = useState('');
  const [times, setTimes] = useState('1');
  const [trouble, setTrouble] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (name === null) return setTrouble('Choose a fault first.');
    if (!/^\d+$/.test(times.trim())) return setTrouble('Times must be a whole number; 0 means until cleared.');
    const only = action.trim() === '' ? {} : { action: action.trim() };
    const answer = await api.addFault({ name, times: Number(times), ...only });
    setTrouble(answer.ok ? null : (answer.error ?? 'The fault was refused.'));
  };
  return (
    <form className="fault-form" onSubmit={add}>
      <FaultSelect names={names} name={name} setName={setName} />
      {name !== null && <p className="fault-says">{names[name]}</p>}
      <div className="fault-fields">
        <TextField className="text-field" value={action} onChange={setAction}>
          <Label className="label">Only this action</Label>
          <Input className="input" placeholder="any" />
        </TextField>
        <TextField className="text-field" value={times} onChange={setTimes}>
          <Label className="label">Times</Label>
          <Input className="input" inputMode="numeric" />
        </TextField>
        <Button className="button primary" type="submit">
          Switch on
        </Button>
      </div>
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}

interface FaultSelectProps {
  readonly names: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly setName: (name: string) => void;
}

function FaultSelect({ names, name, setName }: FaultSelectProps) {
  return (
    <Select
      className="fault-select"
      value={name}
      onChange={(key) => key !== null && setName(String(key))}
      placeholder="Choose a fault"
    >
      <Label className="label">Fault</Label>
      <Button className="select-button">
        <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <span className="chevron" aria-hidden="true" />
      </Button>
      <Popover className="popover fault-popover">
        <ListBox className="options">
          {Object.entries(names).map(([id, description]) => (
            <ListBoxItem key={id} id={id} className="option tall" textValue={id}>
              <span>{id}</span>
              <span className="option-description">{description}</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
