import type { Element } from '../form/values.ts';
import { ButtonElement, OverflowElement } from './Buttons.tsx';
import { CheckboxesElement, RadioButtonsElement } from './fields/Choices.tsx';
import { DateElement, NumberElement, TextElement } from './fields/Fields.tsx';
import { MultiSelectElement } from './fields/MultiSelect.tsx';
import { SelectElement } from './fields/Select.tsx';
import type { ElementProps, Place } from './surface.ts';

interface Props {
  readonly element: object;
  readonly blockId: string;
  /** The label of the input block or of the text beside the element; if it is empty, the element's own placeholder is used. */
  readonly label: string;
  readonly input?: Pick<Place, 'dispatches' | 'hint' | 'optional'>;
}

/** Draws one interactive element, anywhere. */
export function ElementView({ element: given, blockId, label, input }: Props) {
  const element = given as Element;
  const placeholder = (element.placeholder as { text?: string } | undefined)?.text;
  const ownName = typeof element.accessibility_label === 'string' ? element.accessibility_label : placeholder;
  const place: Place = {
    blockId,
    label: input ? label : (ownName ?? (label || element.type.replaceAll('_', ' '))),
    showsLabel: input !== undefined,
    dispatches: input?.dispatches ?? true,
    hint: input?.hint ?? null,
    optional: input?.optional ?? true,
  };
  const Drawn = drawer(element.type);
  if (Drawn === null) return <p className="unknown">This page does not draw “{element.type}”.</p>;
  return <Drawn element={element} place={place} />;
}

function drawer(type: string): ((props: ElementProps) => React.ReactNode) | null {
  switch (type) {
    case 'button':
    case 'workflow_button':
      return ButtonElement;
    case 'overflow':
      return OverflowElement;
    case 'radio_buttons':
      return RadioButtonsElement;
    case 'checkboxes':
      return CheckboxesElement;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
      return TextElement;
    case 'number_input':
      return NumberElement;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return DateElement;
    default:
      return type.startsWith('multi_') ? MultiSelectElement : type.endsWith('_select') ? SelectElement : null;
  }
}
