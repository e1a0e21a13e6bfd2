import { Checkbox, CheckboxGroup, Radio, RadioGroup } from 'react-aria-components';
import { heldWith, valueIn } from '../../form/values.ts';
import { type ElementProps, type Suggestion, useSurface } from '../surface.ts';
import { Text } from '../Text.tsx';
import { FieldFrame, naming } from './FieldFrame.tsx';

export function RadioButtonsElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const options = (element.options ?? []) as Suggestion[];
  const chosen = valueIn(surface.held(place.blockId, element), element) as Suggestion | null;
  const error = surface.errors[place.blockId] ?? null;
  return (
    <RadioGroup
      className="choices"
      {...naming(place, error)}
      value={chosen?.value ?? null}
      onChange={(value) => {
        const option = options.find((candidate) => candidate.value === value) ?? null;
        surface.hold(place, element, heldWith(element, option));
      }}
    >
      <FieldFrame place={place} error={error}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="choice">
            <span className="radio-mark" aria-hidden="true" />
            <OptionFace option={option} />
          </Radio>
        ))}
      </FieldFrame>
    </RadioGroup>
  );
}

export function CheckboxesElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const options = (element.options ?? []) as Suggestion[];
  const chosen = (valueIn(surface.held(place.blockId, element), element) ?? []) as Suggestion[];
  const error = surface.errors[place.blockId] ?? null;
  return (
    <CheckboxGroup
      className="choices"
      {...naming(place, error)}
      value={chosen.map(({ value }) => value)}
      onChange={(values) => {
        const picked = options.filter(({ value }) => values.includes(value));
        surface.hold(place, element, heldWith(element, picked));
      }}
    >
      <FieldFrame place={place} error={error}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value} className="choice">
            <span className="check-mark" aria-hidden="true" />
            <OptionFace option={option} />
          </Checkbox>
        ))}
      </FieldFrame>
    </CheckboxGroup>
  );
}

function OptionFace({ option }: { option: Suggestion }) {
  return (
    <span className="choice-text">
      <Text text={option.text as { type: 'plain_text'; text: string }} />
      {option.description && (
        <span className="choice-description">
          <Text text={option.description as { type: 'plain_text'; text: string }} />
        </span>
      )}
    </span>
  );
}
