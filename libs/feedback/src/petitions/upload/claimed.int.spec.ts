import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { complaint, defineDirectory } from '../petitions.samples.js';
import { handIn } from '../testing/hand-in.js';

const base = '/feedback/v1/petitions';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

/** The number of timers of a file that are set. */
async function timersOf(file: string): Promise<number> {
  const { rows } = await test
    .context('feedback')
    .pool.query<{ n: number }>('SELECT count(*)::int AS n FROM feedback.timers WHERE subject = $1', [file]);
  return rows[0]?.n ?? 0;
}

describe('the timer of a file', () => {
  it('is set when it is handed in, and gone once a petition, a message or an answer has claimed it', async () => {
    const [first, second, third] = [await handIn(test), await handIn(test), await handIn(test)];
    const files = [first, second, third];
    expect(await Promise.all(files.map(timersOf))).toEqual([1, 1, 1]);
    const { status, body } = await test.visitor.post(base, { ...complaint, attachments: [{ file: first }] });
    expect(status).toBe(201);
    expect(await Promise.all(files.map(timersOf))).toEqual([0, 1, 1]);
    const said = { text: 'Sintetic.', attachments: [{ file: second }] };
    expect((await test.api.post(`${base}/${body.id}/messages`, said)).status).toBe(200);
    const reply = { text: 'Sintetic.', legalBasis: 'Sintetic', attachments: [{ file: third }] };
    expect((await test.api.post(`${base}/${body.id}/answer`, reply)).status).toBe(200);
    expect(await Promise.all(files.map(timersOf))).toEqual([0, 0, 0]);
  });
});
