import { randomUUID } from 'node:crypto';
import { PetitionRequestedV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { publisherOf, startTestProcess, tellAll, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';

const category = 'synthetic';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([publisherOf('notifications', [PetitionRequestedV1]), feedbackContext]);
  const name = { ro: 'Sintetic' };
  await test.api.put(`/feedback/v1/directory/departments/${category}`, { name });
  await test.api.put(`/feedback/v1/directory/categories/${category}`, { name, department: category });
});
afterAll(() => test.stop());

const subject = randomUUID();
const sealed = (value: string) => ({ subject, codec: 'plain', value });

const request = {
  ...{ by: 'person', channel: 'telegram', contact: sealed('123456789'), name: sealed('Ana Sintetică') },
  ...{ text: sealed('O groapă sintetică.'), kind: 'report', category, language: 'ro' },
  receivedAt: '2024-02-29T20:00:00.000Z',
};

/** Notifications tells that messages are to become a petition; answers its id. */
async function ask(change: object = {}): Promise<string> {
  const [requestId, conversationId] = [randomUUID(), randomUUID()];
  await tellAll(test, conversationId, [[PetitionRequestedV1, { conversationId, requestId, ...request, ...change }]]);
  return requestId;
}

const petition = (id: string) => test.api.get(`/feedback/v1/petitions/${id}`);

const registered = async (id: string) => {
  await until(async () => (await petition(id)).status === 200, 'the petition to be registered');
  return (await petition(id)).body;
};

async function told(type: string, key: string) {
  const { pool } = test.context('feedback');
  const sql = 'SELECT data FROM feedback.outbox WHERE type = $1 AND key = $2';
  await until(async () => (await pool.query(sql, [type, key])).rowCount === 1, 'what is told');
  return (await pool.query(sql, [type, key])).rows[0].data;
}

describe('messages that are to become a petition', () => {
  it('are registered, with the address of the conversation for the receipt', async () => {
    const id = await ask();
    expect(await registered(id)).toMatchObject({
      ...{ id, kind: 'report', channel: 'telegram', category, receivedOn: '2024-02-29' },
      personal: {
        text: 'O groapă sintetică.',
        petitioner: { name: 'Ana Sintetică', channel: 'telegram', contact: '123456789' },
      },
    });
    expect(await test.opened(await told('ecou.feedback.petition-update-contact.v1', id))).toMatchObject({
      ...{ petitionId: id, occasion: 'acknowledged', channel: 'telegram', contact: '123456789' },
    });
    expect(await told('ecou.feedback.petition-registered.v1', id)).toMatchObject({ channel: 'telegram' });
  });

  it('that name nobody are a notice, of which nobody is told here', async () => {
    const id = await ask({ kind: 'notice', name: null });
    expect(await registered(id)).toMatchObject({ kind: 'notice', deadline: null, personal: { petitioner: null } });
    const { number } = (await petition(id)).body;
    expect(await told('ecou.feedback.petition-registered.v1', id)).toMatchObject({ kind: 'notice', number });
  });

  it.each([
    ['a category that the directory does not have', { category: 'other' }, 'CATEGORY_UNKNOWN'],
    ['a petition of nobody', { name: null }, 'PETITIONER_MISSING'],
    ['a kind that the register does not know', { kind: 'wish' }, 'REQUEST_UNKNOWN'],
    ['a day that lies ahead', { receivedAt: '2024-03-09T10:00:00.000Z' }, 'RECEIVED_LATER'],
  ])('are refused with a reason: %s', async (_name, change, code) => {
    const id = await ask(change);
    expect(await told('ecou.feedback.petition-request-refused.v1', id)).toMatchObject({ requestId: id, code });
    expect((await petition(id)).status).toBe(404);
  });
});
