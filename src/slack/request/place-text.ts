import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { REGION_NAMES } from '../../text/region-names.ts';

type Placed = Pick<Request, 'spec' | 'names'>;

/** As the cloud called it when it was asked for, else as the console is known to. */
const named = ({ spec, names }: Placed) => names?.region ?? REGION_NAMES.get(spec.region);

/** Where it is, as the console calls it where that is known: its id is then in the small print. */
export function placeText(request: Placed, { card: { facts: words }, modal }: Text): string {
  const { region, zone } = request.spec;
  const name = named(request);
  return name === undefined
    ? words.regionIs(region, zone)
    : words.regionIs(modal.placeName(name), zone.slice(-1).toUpperCase());
}

/** The id behind that name; none where the name is not known. */
export function placeIds(request: Placed): readonly string[] {
  const { region, zone } = request.spec;
  return named(request) === undefined ? [] : [zone === '' ? region : zone];
}
