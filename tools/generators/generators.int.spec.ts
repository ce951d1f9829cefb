import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyLibraries, type Workspace } from '../guards/workspace.ts';
import { generate } from './main.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = copyLibraries();
  await generate(workspace.folder, ['aggregate', 'facilities', 'lamp-post', 'title:localizedText', 'height:number?']);
  const config = `import config from './jest.config.mjs';
const { globalSetup, globalTeardown, ...int } = config.projects[1];
export default { ...int, rootDir: import.meta.dirname };
`;
  writeFileSync(join(workspace.folder, 'jest.int.mjs'), config);
});
afterAll(() => {
  workspace.remove();
});

it('a generated aggregate is created, changed and read over HTTP, as its own spec says', async () => {
  const jest = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '-c',
    'jest.int.mjs',
    'lamp-post',
  ];
  const child = spawn(process.execPath, args, { cwd: workspace.folder, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(output).toContain('5 passed, 5 total');
  expect(code).toBe(0);
});
