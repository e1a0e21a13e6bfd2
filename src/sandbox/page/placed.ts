/**
 * Draws a list whose entries have no identity but their place, such as the words of a text. It is replaced as a whole and never
 * reordered, so the place is a correct key.
 */
export function placed<Item, Drawn>(
  items: readonly Item[],
  draw: (item: Item, key: string, at: number) => Drawn,
): Drawn[] {
  return items.map((item, at) => draw(item, String(at), at));
}
