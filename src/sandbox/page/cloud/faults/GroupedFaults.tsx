import { type FormEvent, useState } from 'react';
import {
  Button,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Select,
  SelectValue,
  TextField,
} from 'react-aria-components';
import { api } from '../../api.ts';
import { useSession } from '../../session.ts';
import { languageOf, useWords } from '../../words/words.ts';
import { choiceNamed, FAULT_GROUPS, type FaultField, readFields } from './fault-groups.ts';

/** Faults named by their effect, with only the fields that they need. */
export function GroupedFaults() {
  const { faults } = useWords();
  const [name, setName] = useState<string | null>(null);
  const [held, setHeld] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const choice = choiceNamed(name);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (choice === null) return setTrouble(faults.chooseFirst);
    const fields = readFields(choice.fields, held);
    if (fields === null) return setTrouble(faults.notANumber);
    const answer = await api.addFault({ name: choice.name, ...fields });
    setTrouble(answer.ok ? null : (answer.error ?? faults.refused));
  };
  return (
    <form className="fault-form" onSubmit={add}>
      <ChoiceSelect
        name={name}
        setName={(next) => {
          setName(next);
          setHeld({});
          setTrouble(null);
        }}
      />
      {choice?.fields.map((field) => (
        <Field
          key={`${choice.name} ${field.key}`}
          field={field}
          value={held[field.key] ?? field.initial}
          setValue={(value) => setHeld({ ...held, [field.key]: value })}
        />
      ))}
      <Button className={name === null ? 'button' : 'button primary'} type="submit">
        {faults.switchOn}
      </Button>
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}

function ChoiceSelect({ name, setName }: { name: string | null; setName: (name: string) => void }) {
  const { me } = useSession();
  const { faults } = useWords();
  const language = languageOf(me.locale);
  return (
    <Select value={name} onChange={(key) => key !== null && setName(String(key))} placeholder={faults.choose}>
      <Label className="label">{faults.what}</Label>
      <Button className="select-button">
        <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <span className="chevron" aria-hidden="true" />
      </Button>
      <Popover className="popover fault-popover">
        <ListBox className="options">
          {FAULT_GROUPS.map((group) => (
            <ListBoxSection key={group.title.en} id={`group ${group.title.en}`}>
              <Header className="group-label">{group.title[language]}</Header>
              {group.faults.map(({ name: id, shows }) => (
                <ListBoxItem key={id} id={id} className="option" textValue={shows[language]}>
                  {shows[language]}
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface FieldProps {
  readonly field: FaultField;
  readonly value: string;
  readonly setValue: (value: string) => void;
}

function Field({ field: { label, options }, value, setValue }: FieldProps) {
  const { me } = useSession();
  const said = label[languageOf(me.locale)];
  if (options === undefined)
    return (
      <TextField className="text-field" value={value} onChange={setValue}>
        <Label className="label">{said}</Label>
        <Input className="input" inputMode="numeric" />
      </TextField>
    );
  return (
    <label className="text-field">
      <span className="label">{said}</span>
      <select className="input" value={value} onChange={(event) => setValue(event.target.value)}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
