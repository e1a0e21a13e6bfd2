import type { Request } from '../../core/request/request.ts';

/** @param web where the workspace is on the web; null while that is not known */
export const cardUrlOf = (web: string | null, { card }: Request): string | null =>
  web === null || card === null ? null : new URL(`/archives/${card.channel}/p${card.ts.replace('.', '')}`, web).href;
