import { isInstanceName } from '../core/spec/spec-judge.ts';

/** How to write a value that came without its key, where it can only be one or is most likely one. */
export function exampleWith(value: string): string {
  if (/^\d{1,3}$/u.test(value)) return `amount=${value}`;
  if (/^ecs\.[\w.-]+$/u.test(value)) return `type=${value}`;
  return isInstanceName(value) && value.length <= 60 ? `name=${value}` : 'type=ecs.g7.large';
}
