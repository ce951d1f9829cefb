import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('../../dist/gateway/main.js', import.meta.url));

it('the gateway’s process listens at HOST', async () => {
  const env = { ...process.env, HOST: '203.0.113.1', PORT: '0', ECOU_SERVICES: 'events=http://127.0.0.1:1' };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [written] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([child.exitCode, written]).toEqual([
    1,
    'This machine has no address 203.0.113.1. Choose another one with HOST.\n',
  ]);
});
