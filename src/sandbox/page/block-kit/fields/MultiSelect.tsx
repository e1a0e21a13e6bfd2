import { Button, ComboBox } from 'react-aria-components';
import { heldWith } from '../../form/values.ts';
import { useWords } from '../../words/words.ts';
import { type ElementProps, type Suggestion, useSurface } from '../surface.ts';
import { FieldFrame, naming } from './FieldFrame.tsx';
import { ComboInput, OptionList } from './OptionList.tsx';
import { useSelect } from './useSelect.ts';

/** The multi_ selects: the chosen options are chips above the type-ahead. */
export function MultiSelectElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const select = useSelect({ element, place });
  const limit = typeof element.max_selected_items === 'number' ? element.max_selected_items : Number.POSITIVE_INFINITY;
  const hold = (options: readonly Suggestion[]) =>
    surface.hold(place, element, heldWith(element, options.slice(0, limit).map(select.toHold)));
  return (
    <ComboBox
      className="select"
      selectionMode="multiple"
      {...naming(place, select.error)}
      value={select.chosen.map(({ value }) => value)}
      inputValue={select.typed ?? ''}
      onInputChange={(text) => select.type(text)}
      onChange={(keys) => {
        const same = keys.length === select.chosen.length && select.chosen.every(({ value }) => keys.includes(value));
        if (!same) hold(keys.map((key) => select.find(String(key))).filter((option) => option !== undefined));
        select.type(null);
      }}
      onOpenChange={(open, trigger) => {
        if (open && trigger !== 'input') select.browse();
      }}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <FieldFrame place={place} error={select.error}>
        {select.chosen.length > 0 && (
          <Chips chosen={select.chosen} remove={(gone) => hold(select.chosen.filter((one) => one !== gone))} />
        )}
        <ComboInput placeholder={select.placeholder} loading={select.offer.loading} />
      </FieldFrame>
      <OptionList offer={select.offer} />
    </ComboBox>
  );
}

function Chips({ chosen, remove }: { chosen: readonly Suggestion[]; remove: (option: Suggestion) => void }) {
  const { form } = useWords();
  return (
    <ul className="chips" aria-label={form.chosen}>
      {chosen.map((option) => (
        <li key={option.value} className="chip">
          {option.text.text}
          {/* slot={null}: react-aria would otherwise take it for the combobox's own button */}
          <Button
            slot={null}
            className="chip-remove"
            aria-label={form.remove(option.text.text)}
            onPress={() => remove(option)}
          >
            ×
          </Button>
        </li>
      ))}
    </ul>
  );
}
