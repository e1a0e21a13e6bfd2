/**
 * What somebody has typed after a command, from what Slack makes of it: it writes people, channels and links in a form of its own, and
 * escapes three characters. Only behind `owner=` a person stays as Slack has written them, for there the id is wanted and not the name.
 *
 * Source: https://docs.slack.dev/interactivity/implementing-slash-commands ("Escape channels, users, and links")
 */
export const typedWords = (text: string): string =>
  text
    .replace(/((?<=^|\s)owner=["'“]?)?<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/giu, (whole, owner, mark, id, label) => {
      if (mark === '@' && owner !== undefined) return `${owner}<@${id}>`;
      if (mark === '!' && /^(?:here|channel|everyone)$/iu.test(id)) return `${owner ?? ''}@${id}`;
      // Without a label it is a link, or somebody or a channel that has none.
      if (label === undefined || label === '') return mark === '' ? `${owner ?? ''}${id}` : whole;
      // A group's label begins with the mark already.
      return `${owner ?? ''}${mark === '!' ? (label.startsWith('@') ? '' : '@') : mark}${label}`;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
