import { Button, Link, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useFollow } from '../place/useFollow.ts';
import { useWords } from '../words/words.ts';
import { type ElementProps, type Suggestion, useSurface } from './surface.ts';
import { PlainText } from './Text.tsx';

/** A button; one with a `url` is a link that also tells the bot. */
export function ButtonElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const follow = useFollow();
  const text = (element.text as { text: string; emoji?: boolean }) ?? { text: '' };
  const press = () =>
    surface.press(place, element, element.value === undefined ? {} : { value: String(element.value) });
  const common = {
    className: `button ${typeof element.style === 'string' ? element.style : ''}`,
    onPress: press,
    ...(typeof element.accessibility_label === 'string' ? { 'aria-label': element.accessibility_label } : {}),
  };
  const face = <PlainText text={text.text} emoji={text.emoji !== false} />;
  const { url } = element;
  if (typeof url === 'string') {
    return (
      <Link
        {...common}
        onPress={() => {
          press();
          follow(url);
        }}
      >
        {face}
      </Link>
    );
  }
  return <Button {...common}>{face}</Button>;
}

export function OverflowElement({ element, place }: ElementProps) {
  const surface = useSurface();
  const { form } = useWords();
  const options = (element.options ?? []) as (Suggestion & { url?: string })[];
  return (
    <MenuTrigger>
      <Button className="button overflow" aria-label={place.label === 'overflow' ? form.more : place.label}>
        ⋯
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={form.more}
          onAction={(key) => {
            const option = options.find(({ value }) => value === key);
            if (option) surface.press(place, element, { selected_option: option });
          }}
        >
          {options.map((option) => (
            <MenuItem key={option.value} id={option.value} className="option" textValue={option.text.text}>
              <PlainText text={option.text.text} />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
