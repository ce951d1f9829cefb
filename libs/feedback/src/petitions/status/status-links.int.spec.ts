import { SecretTokens } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { complaint, defineDirectory } from '../petitions.samples.js';

let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});

afterAll(() => test.stop());

async function register() {
  const { body } = await test.visitor.post('/feedback/v1/petitions', complaint);
  const { pathname, searchParams } = new URL(body.statusUrl as string);
  return { id: body.id as string, number: body.number as string, pathname, token: searchParams.get('token') ?? '' };
}

const query = (sql: string, ...values: unknown[]) => test.context('feedback').pool.query(sql, values);
const open = async (pathname: string, token: string) =>
  (await test.visitor.get(`${pathname}?token=${token}`, { headers: { accept: 'application/json' } })).status;

/** As a restore of an older backup leaves the register. */
async function lose({ id }: { readonly id: string }): Promise<void> {
  await test.settle();
  const stream = `petition-${id}`;
  await query('DELETE FROM feedback.events WHERE stream_id = $1', stream);
  await query('DELETE FROM feedback.streams WHERE stream_id = $1', stream);
  await query('DELETE FROM feedback.claims WHERE stream_id = $1', stream);
  await query('DELETE FROM feedback.petition_list WHERE id = $1', id);
  await query(`UPDATE feedback.numbers SET last = last - 1 WHERE register LIKE 'petitions-%'`);
}

const unboundToken = (number: string) =>
  new SecretTokens(test.process.config.secret, 'feedback petition status v1').of(number);

describe('the link to the status of a petition', () => {
  it('opens nothing once its petition is lost and its number was given again', async () => {
    const lost = await register();
    expect(await open(lost.pathname, lost.token)).toBe(200);
    await lose(lost);
    const again = await register();
    expect(again.number).toBe(lost.number);
    expect(await open(again.pathname, again.token)).toBe(200);
    expect(await open(again.pathname, lost.token)).toBe(404);
    expect(await open(again.pathname, unboundToken(lost.number))).toBe(404);
  });

  it('goes on to open the petition of an older build that it was sent for', async () => {
    const { id, number, pathname, token } = await register();
    expect(await open(pathname, unboundToken(number))).toBe(404);
    // Older builds claimed nothing.
    await query('DELETE FROM feedback.claims WHERE stream_id = $1', `petition-${id}`);
    expect(await open(pathname, unboundToken(number))).toBe(200);
    expect(await open(pathname, token)).toBe(200);
    expect(await open(pathname, unboundToken('2024-999999'))).toBe(404);
  });
});
