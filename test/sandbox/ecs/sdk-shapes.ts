import { createRequire } from 'node:module';

type Kind = string | Model | { readonly type: 'array' | 'map'; readonly itemType?: Kind };
interface Model {
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, Kind>>;
}
const sdk = createRequire(import.meta.url)('@alicloud/ecs20140526') as Readonly<Record<string, Model | undefined>>;

const isModel = (kind: Kind | undefined): kind is Model => typeof kind === 'function';

/** `SystemDisk.Size`, `Tag.N.Key`, …: what a model can put on the wire. */
function shapes(model: Model, before = ''): string[] {
  return Object.entries(model.names()).flatMap(([field, wire]) => {
    const kind = model.types()[field];
    const item = typeof kind === 'object' && 'itemType' in kind ? kind.itemType : undefined;
    const list = typeof kind === 'object' && 'type' in kind && kind.type === 'array';
    const name = `${before}${wire}${list ? '.N' : ''}`;
    const inner = isModel(kind) ? kind : isModel(item) ? item : null;
    return inner ? shapes(inner, `${name}.`) : [name];
  });
}

function shapesOf(name: string): string[] {
  const model = sdk[name];
  if (!model) throw new Error(`The SDK has no ${name}.`);
  return shapes(model);
}

/** What the SDK's request of an action can say. */
export const sayable = (action: string): string[] => shapesOf(`${action}Request`);
/** What it reads out of the answer. */
export const readable = (action: string): string[] => shapesOf(`${action}ResponseBody`);
