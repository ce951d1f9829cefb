import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import { clientTypes, clientTypesFile } from './client-types.ts';

const root = join(import.meta.dirname, '../../..');

describe('the types of the client', () => {
  it('are those of the contracts (npm run generate -- freeze)', async () => {
    expect(readFileSync(join(root, clientTypesFile), 'utf8')).toBe(await clientTypes(root, contracts));
  });
});
