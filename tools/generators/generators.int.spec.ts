import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyLibraries, type Workspace } from '../guards/workspace.ts';
import { generate } from './main.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = copyLibraries();
  const fields = ['title:localizedText', 'height:number?'];
  await generate(workspace.folder, ['aggregate', 'facilities/facilities', 'lamp-post', ...fields]);
});
afterAll(() => {
  workspace.remove();
});

it('a generated aggregate is created, changed and read over HTTP, as its own spec says', async () => {
  const { ok, output } = await workspace.jest('int', ['lamp-post']);
  expect(output).toContain('5 passed, 5 total');
  expect(ok).toBe(true);
});
