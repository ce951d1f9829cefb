import { testDatabase } from '@ecou/event-sourcing/testing';
import { startProcess } from '@ecou/runtime';
import { TestApi } from '@ecou/runtime/testing';
import { expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { draft } from './surveys.samples.js';

it('logs requests, and nothing of what people wrote', async () => {
  const database = await testDatabase();
  const lines: string[] = [];
  const process = await startProcess({
    contexts: [feedbackContext],
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      LOG_LEVEL: 'trace',
    },
    logTo: { write: (line) => void lines.push(line) },
  });
  try {
    const api = new TestApi(process.url, process.keys.makeEphemeral('key:staff', ['staff']));
    const base = '/feedback/v1/questionnaires';
    const { id } = (await api.post(base, draft)).body;
    await api.post(`${base}/${id}/open`);
    await api.post(`${base}/${id}/invitations`, { count: 1 });
    const { token } = (await api.get(`${base}/${id}/invitations`)).body.items[0];
    const answer = (body: object) => api.with(null).post(`${base}/${id}/responses`, body);
    const yes = { item: 'objectives', yes: true };
    const personal = { email: 'ana.pop@example.org', token };
    const answers = [yes, { item: 'suggestions', text: 'Bancă lângă blocul meu' }];
    const statuses = [
      await answer({ answers, ...personal }),
      await answer({ answers, ...personal }),
      await answer({ answers, ...personal, email: 'ana.pop@example' }),
      await answer({ answers: [...answers, yes], email: personal.email }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 409, 400, 400]);
    await api.get(`${base}/${id}/responses`);
  } finally {
    await process.stop();
    await database.drop();
  }
  const all = lines.join('');
  expect(all).toContain('/feedback/v1/questionnaires/:id/responses');
  for (const word of ['ana.pop', 'blocul']) expect(all).not.toContain(word);
});
