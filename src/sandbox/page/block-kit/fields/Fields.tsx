import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Input, TextArea, TextField } from 'react-aria-components';
import { type Held, heldWith, valueIn } from '../../form/values.ts';
import { type ElementProps, useSurface } from '../surface.ts';
import { FieldFrame, naming } from './FieldFrame.tsx';

const DISPATCH_AFTER_MS = 300;

/** Plain text, e-mail and URL inputs. */
export function TextElement({ element, place }: ElementProps) {
  const { value, error, change, onKeyDown, placeholder } = useTyped({ element, place });
  const maxLength = typeof element.max_length === 'number' ? { maxLength: element.max_length } : {};
  return (
    <TextField className="text-field" {...naming(place, error)} value={value} onChange={change} {...maxLength}>
      <FieldFrame place={place} error={error}>
        {element.multiline === true ? (
          <TextArea className="input" rows={4} placeholder={placeholder} />
        ) : (
          <Input className="input" placeholder={placeholder} onKeyDown={onKeyDown} />
        )}
      </FieldFrame>
    </TextField>
  );
}

/** Slack keeps numbers as text, and reports a wrong one at the submission. */
export function NumberElement({ element, place }: ElementProps) {
  const { value, error, change, onKeyDown, placeholder } = useTyped({ element, place });
  return (
    <TextField className="text-field" {...naming(place, error)} value={value} onChange={change}>
      <FieldFrame place={place} error={error}>
        <Input className="input" inputMode="decimal" placeholder={placeholder} onKeyDown={onKeyDown} />
      </FieldFrame>
    </TextField>
  );
}

/** The browser's own pickers: they know every locale and need no further code. */
export function DateElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const error = surface.errors[place.blockId] ?? null;
  const held = valueIn(surface.held(place.blockId, element), element);
  const type = element.type === 'timepicker' ? 'time' : element.type === 'datepicker' ? 'date' : 'datetime-local';
  const isMoment = type === 'datetime-local';
  const shown = held === null ? '' : isMoment ? localMoment(Number(held)) : String(held);
  const change = (text: string) => {
    const value = text === '' ? null : isMoment ? Math.floor(new Date(text).getTime() / 1000) : text;
    surface.hold(place, element, heldWith(element, value));
  };
  return (
    <TextField className="text-field date" {...naming(place, error)} value={shown} onChange={change}>
      <FieldFrame place={place} error={error}>
        <Input className="input" type={type} />
      </FieldFrame>
    </TextField>
  );
}

function localMoment(seconds: number): string {
  const when = new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000);
  return when.toISOString().slice(0, 16);
}

/** The shared part of typed fields: holds each keystroke, but tells the bot only as `dispatch_action_config` says. */
function useTyped({ element, place }: ElementProps) {
  const surface = useSurface();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(surface);
  latest.current = surface;
  useEffect(() => () => clearTimeout(timer.current), []);
  const config = element.dispatch_action_config as { trigger_actions_on?: string[] } | undefined;
  const when = place.dispatches ? (config?.trigger_actions_on ?? ['on_enter_pressed']) : [];
  const tell = (held: Held) => latest.current.hold(place, element, held);
  const value = String(valueIn(surface.held(place.blockId, element), element) ?? '');
  return {
    value,
    error: surface.errors[place.blockId] ?? null,
    placeholder: (element.placeholder as { text?: string } | undefined)?.text ?? '',
    change: (text: string) => {
      const held = heldWith(element, text === '' ? null : text);
      surface.hold({ ...place, dispatches: false }, element, held);
      clearTimeout(timer.current);
      if (when.includes('on_character_entered')) timer.current = setTimeout(() => tell(held), DISPATCH_AFTER_MS);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !when.includes('on_enter_pressed')) return;
      event.preventDefault();
      tell(heldWith(element, value === '' ? null : value));
    },
  };
}
