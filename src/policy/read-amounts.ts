import { isScalar } from 'yaml';
import { decimalsOf, type Money, parseAmount } from '../core/base/money.ts';
import { say } from '../core/saying.ts';
import { type PolicyEntry, type PolicyNodes, shownAs } from './policy-nodes.ts';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Reads amounts of money in the file's currency; null after a mistake. */
export type ReadAmount = (entry: PolicyEntry) => Money | null;

/** @param currency the file's key of that name; if undefined, the first amount is a mistake */
export function amountsIn(nodes: PolicyNodes, currency: PolicyEntry | undefined): ReadAmount {
  const code = currency === undefined ? null : readCurrency(nodes, currency);
  let isMissed = false;
  return (entry) => {
    const { key, line, node } = entry;
    if (currency === undefined && !isMissed) {
      isMissed = true;
      nodes.mistake(line, say`${key} needs a currency. Set it once for the whole file, such as currency: CNY.`);
    }
    // As written, because a float would round it.
    const given = isScalar(node) && typeof node.value === 'number' ? (node.source ?? '') : null;
    if (given === null || !/^\d+(?:\.\d+)?$/u.test(given))
      return nodes.mistake(line, say`${key} ${shownAs(node)}. Set it to a plain number, such as 5000 or 99.50.`);
    if (code === null) return null;
    const amount = parseAmount(given, code);
    if (amount !== null) return amount;
    return decimalsIn(given) > decimalsOf(code)
      ? nodes.mistake(line, say`${key} is ${given}, too fine for ${code}. Round it to ${decimalsOf(code)} decimals.`)
      : nodes.mistake(line, say`${key} is ${given}, which is too large. Set it to a smaller number.`);
  };
}

const decimalsIn = (given: string): number => given.split('.')[1]?.length ?? 0;

function readCurrency(nodes: PolicyNodes, { line, node }: PolicyEntry): string | null {
  const given = isScalar(node) ? node.value : null;
  if (typeof given === 'string' && CURRENCIES.has(given)) return given;
  return nodes.mistake(
    line,
    say`currency ${shownAs(node)}. Set it to the ISO code of the account’s currency: CNY, USD, EUR, …`,
  );
}
