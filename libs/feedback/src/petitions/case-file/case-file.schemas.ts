import { language } from '@ecou/contracts';
import { asOfQuery } from '@ecou/runtime';
import { z } from 'zod';

export const caseFileQuery = z.strictObject({
  ...asOfQuery,
  lang: language.default('ro').describe('Of the document.'),
});
export type CaseFileQuery = z.output<typeof caseFileQuery>;
