import { ComboBox, type Key } from 'react-aria-components';
import { heldWith } from '../../form/values.ts';
import { type ElementProps, useSurface } from '../surface.ts';
import { FieldFrame, naming } from './FieldFrame.tsx';
import { ComboInput, OptionList } from './OptionList.tsx';
import { useSelect } from './useSelect.ts';

/** static_select, external_select, users_select and their like: one combobox with type-ahead. */
export function SelectElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const select = useSelect({ element, place });
  const chosen = select.chosen[0] ?? null;
  const choose = (key: Key | null) => {
    const option = key === null ? undefined : select.find(String(key));
    const cleared = select.typed === '' && place.optional && chosen !== null && option?.value === chosen.value;
    select.type(null);
    if (cleared) surface.hold(place, element, heldWith(element, null));
    else if (option && option.value !== chosen?.value) {
      surface.hold(place, element, heldWith(element, select.toHold(option)));
    }
  };
  return (
    <ComboBox
      className="select"
      {...naming(place, select.error)}
      value={chosen?.value ?? null}
      inputValue={select.typed ?? chosen?.text.text ?? ''}
      onInputChange={(text) => select.type(text === chosen?.text.text ? null : text)}
      onChange={choose}
      onOpenChange={(open, trigger) => {
        if (open && trigger !== 'input') select.browse();
      }}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <FieldFrame place={place} error={select.error}>
        <ComboInput placeholder={select.placeholder} loading={select.offer.loading} />
      </FieldFrame>
      <OptionList offer={select.offer} />
    </ComboBox>
  );
}
