import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { defineDirectory } from '../petitions.samples.js';

const guide = readFileSync(join(import.meta.dirname, '../../../../../docs/open311.md'), 'utf8');
const blocks = [...guide.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

/** Runs commands of the guide as they are written; what is refused ends them. Answers what they print. */
async function run(commands: string, appKey = ''): Promise<string> {
  const env = { ...process.env, ECOU: test.process.url, KEY: test.keys.administrator, APP_KEY: appKey };
  const strict = 'set -e\ncurl() { command curl --silent --show-error --fail-with-body "$@"; echo; }\n';
  const { stdout } = await promisify(execFile)('bash', ['-c', strict + commands], { env });
  return stdout;
}

it('the guide can be followed as it is written', async () => {
  const [offer, key, app] = blocks;
  expect(blocks).toHaveLength(3);
  expect(JSON.parse(await run(offer!))).toMatchObject({ version: 1 });
  const made = JSON.parse(await run(key!)) as { key: string };
  const [posted = '', ...listed] = (await run(app!, made.key)).split('\n');
  expect(JSON.parse(posted)).toMatchObject([{ service_request_id: expect.stringMatching(/^\d{4}-\d{6}$/) }]);
  expect(listed.join('\n')).toContain('<service_requests');
});
