import { useContext } from 'react';
import {
  Button,
  ComboBoxStateContext,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
} from 'react-aria-components';
import { useWords } from '../../words/words.ts';
import type { Suggestion } from '../surface.ts';
import { PlainText } from '../Text.tsx';
import type { Offer } from './suggestions.ts';

/** The input of a combobox. As in Slack, a click opens the list, but a mere focus by keyboard does not. */
export function ComboInput({ placeholder, loading }: { placeholder: string; loading: boolean }) {
  const state = useContext(ComboBoxStateContext);
  const { form } = useWords();
  return (
    <div className="combo">
      <Input
        className="input"
        placeholder={placeholder}
        autoComplete="off"
        onClick={(event) => {
          event.currentTarget.select();
          if (state && !state.isOpen) state.open(null, 'manual');
        }}
      />
      <Button className="combo-button" aria-label={form.showOptions}>
        {loading ? <span className="spinner" /> : <span className="chevron" />}
      </Button>
    </div>
  );
}

export function OptionList({ offer }: { offer: Offer }) {
  const { form } = useWords();
  return (
    <Popover className="popover combo-popover" offset={4}>
      <ListBox className="options">
        {offer.groups.map(({ label, options }) =>
          label === null ? (
            options.map((option) => <Choice key={option.value} option={option} />)
          ) : (
            <ListBoxSection key={label} id={`group ${label}`}>
              <Header className="group-label">{label}</Header>
              {options.map((option) => (
                <Choice key={option.value} option={option} />
              ))}
            </ListBoxSection>
          ),
        )}
      </ListBox>
      {offer.groups.every(({ options }) => options.length === 0) && (
        <p className="no-options" role="status">
          {offer.loading ? form.loading : offer.empty}
        </p>
      )}
    </Popover>
  );
}

function Choice({ option }: { option: Suggestion }) {
  return (
    <ListBoxItem id={option.value} textValue={option.text.text} className="option">
      <PlainText text={option.text.text} />
      {option.description && <span className="option-description">{option.description.text}</span>}
    </ListBoxItem>
  );
}
