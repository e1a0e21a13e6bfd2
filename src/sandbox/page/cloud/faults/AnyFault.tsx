import { type FormEvent, useState } from 'react';
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
import { api } from '../../api.ts';
import { useWords } from '../../words/words.ts';

/** Every fault of the simulators by its own name, also for a single call. Other fields go through the JSON endpoint. */
export function AnyFault({ names }: { names: Readonly<Record<string, string>> }) {
  const { faults } = useWords();
  const [name, setName] = useState<string | null>(null);
  const [action, setAction] = useState('');
  const [times, setTimes] = useState('1');
  const [trouble, setTrouble] = useState<string | null>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (name === null) return setTrouble(faults.chooseFirst);
    if (!/^\d+$/.test(times.trim())) return setTrouble(faults.notANumber);
    const only = action.trim() === '' ? {} : { action: action.trim() };
    const answer = await api.addFault({ name, times: Number(times), ...only });
    setTrouble(answer.ok ? null : (answer.error ?? faults.refused));
  };
  return (
    <form className="fault-form" onSubmit={add}>
      <FaultSelect names={names} name={name} setName={setName} />
      {name !== null && <p className="fault-says">{names[name]}</p>}
      <div className="fault-fields">
        <TextField className="text-field" value={action} onChange={setAction}>
          <Label className="label">{faults.onlyAction}</Label>
          <Input className="input" placeholder={faults.any} />
        </TextField>
        <TextField className="text-field" value={times} onChange={setTimes}>
          <Label className="label">{faults.times}</Label>
          <Input className="input" inputMode="numeric" />
        </TextField>
        <Button className={name === null ? 'button' : 'button primary'} type="submit">
          {faults.switchOn}
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
  const { faults } = useWords();
  return (
    <Select
      className="fault-select"
      value={name}
      onChange={(key) => key !== null && setName(String(key))}
      placeholder={faults.chooseAny}
    >
      <Label className="label">{faults.fault}</Label>
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
