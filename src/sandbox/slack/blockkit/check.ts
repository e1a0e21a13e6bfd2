import type { Problem } from './problem.ts';
export type Surface = 'message' | 'modal' | 'home';
export function checkBlocks(_blocks: unknown, _surface: Surface, _at = '/blocks'): readonly Problem[] {
  return [];
}
export function checkView(_view: unknown): readonly Problem[] {
  return [];
}
export function checkOptionsAnswer(_answer: unknown): readonly Problem[] {
  return [];
}
