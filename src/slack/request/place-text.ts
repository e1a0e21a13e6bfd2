import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { REGION_NAMES } from '../../text/region-names.ts';

type Placed = Pick<Request, 'spec' | 'names'>;

/** The cloud's name at the request, otherwise the name known from the console. */
const named = ({ spec, names }: Placed) => names?.region ?? REGION_NAMES.get(spec.region);

/** The place, by the console's name if it is known: its id is then in the small print. */
export function placeText(request: Placed, { card: { facts: words }, modal }: Text): string {
  const { region, zone } = request.spec;
  const name = named(request);
  return name === undefined
    ? words.regionIs(region, zone)
    : words.regionIs(modal.placeName(name), zone.slice(-1).toUpperCase());
}

/** The id behind that name; empty if the name is unknown. */
export function placeIds(request: Placed): readonly string[] {
  const { region, zone } = request.spec;
  return named(request) === undefined ? [] : [zone === '' ? region : zone];
}
