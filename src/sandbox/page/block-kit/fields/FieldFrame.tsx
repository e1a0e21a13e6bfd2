import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { useWords } from '../../words/words.ts';
import type { Place } from '../surface.ts';
import { PlainText } from '../Text.tsx';

/** Label above, hint and error below: the same for every kind of field. Must be inside a react-aria field. */
export function FieldFrame({ place, error, children }: { place: Place; error: string | null; children: ReactNode }) {
  const { form } = useWords();
  return (
    <>
      {place.showsLabel && (
        <Label className="label">
          <PlainText text={place.label} />
          {place.optional && <span className="optional">{form.optional}</span>}
        </Label>
      )}
      {children}
      {error !== null && <FieldError className="field-error">{error}</FieldError>}
      {place.hint !== null && (
        <Text slot="description" className="hint">
          <PlainText text={place.hint} />
        </Text>
      )}
    </>
  );
}

/** The props that give a react-aria field its name, if no label is drawn, and its error. */
export function naming(place: Place, error: string | null) {
  return {
    isInvalid: error !== null,
    ...(place.showsLabel ? {} : { 'aria-label': place.label }),
    ...(place.showsLabel && !place.optional ? { isRequired: true } : {}),
    validationBehavior: 'aria' as const,
  };
}
