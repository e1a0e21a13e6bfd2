import type { Request } from '../../core/request/request.ts';

/** @param web the workspace's web address; null while unknown */
export const cardUrlOf = (web: string | null, { card }: Request): string | null =>
  web === null || card === null ? null : new URL(`/archives/${card.channel}/p${card.ts.replace('.', '')}`, web).href;
