import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';

/** Where it is, as the console calls it where that is known: its id is then in the small print. */
export function placeText(request: Pick<Request, 'spec' | 'names'>, { card: { facts: words }, modal }: Text): string {
  const { region, zone } = request.spec;
  const named = request.names?.region ?? null;
  return named === null
    ? words.regionIs(region, zone)
    : words.regionIs(modal.placeName(named), zone.slice(-1).toUpperCase());
}

/** The id behind that name; none where the name is not known. */
export const placeIds = ({ spec: { region, zone }, names }: Pick<Request, 'spec' | 'names'>): readonly string[] =>
  names?.region ? [zone === '' ? region : zone] : [];
