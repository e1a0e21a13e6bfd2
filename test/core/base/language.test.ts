import { expect, test } from 'vitest';
import { languageOf } from '../../../src/core/base/language.ts';

test('Chinese of every place is answered in Chinese, everything else in English', () => {
  expect(['zh-CN', 'zh-TW', 'zh', 'ZH-cn'].map(languageOf)).toEqual(['zh', 'zh', 'zh', 'zh']);
  expect(['en-US', 'de-DE', 'pt-BR', 'zha', ''].map(languageOf)).toEqual(['en', 'en', 'en', 'en', 'en']);
});
