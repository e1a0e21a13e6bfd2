/**
 * What somebody has typed after a command, restored from Slack's form: Slack writes people, channels and links in its own form,
 * and escapes three characters. Only behind `owner=`, a person stays in Slack's form, because the id is needed there and not the
 * name.
 * Source: https://docs.slack.dev/interactivity/implementing-slash-commands ("Escape channels, users, and links")
 */
export const typedWords = (text: string): string =>
  text
    .replace(
      /((?<=^|\s)(?:owner|所有者)\s*[=＝]\s*["'“]?)?<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/giu,
      (whole, owner, mark, id, label) => {
        if (mark === '@' && owner !== undefined) return `${owner}<@${id}>`;
        if (mark === '!' && /^(?:here|channel|everyone)$/iu.test(id)) return `${owner ?? ''}@${id}`;
        // Without a label it is a link, or a person or channel without one.
        if (label === undefined || label === '') return mark === '' ? `${owner ?? ''}${id}` : whole;
        // A group's label already begins with the mark.
        return `${owner ?? ''}${mark === '!' ? (label.startsWith('@') ? '' : '@') : mark}${label}`;
      },
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
