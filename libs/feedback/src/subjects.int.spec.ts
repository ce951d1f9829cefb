import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from './context.js';
import { complaint, defineDirectory } from './petitions/petitions.samples.js';
import { handIn } from './petitions/testing/hand-in.js';

const base = '/feedback/v1/subjects';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

const found = async (body: object): Promise<{ subject: string; streams: string[] }[]> =>
  (await test.api.post(`${base}/search`, body)).body.items;

async function register(more: object): Promise<string> {
  const { status, body } = await test.visitor.post('/feedback/v1/petitions', { ...complaint, ...more });
  expect(status).toBe(201);
  return body.id as string;
}

describe('people whom a context knows', () => {
  it('are found by a contact however it was written, by words of a name, and by both', async () => {
    const petitioner = { name: 'Ștefan Căutat-Exemplu', channel: 'email', contact: 'Stefan.Cautat@example.org' };
    const id = await register({ petitioner });
    const stream = `petition-${id}`;
    const streamsBy = async (body: object) => (await found(body)).flatMap(({ streams }) => streams);
    await until(async () => (await streamsBy({ name: 'cautat' })).includes(stream), 'the petitioner to be known');
    expect(await streamsBy({ contact: 'stefan.cautat@EXAMPLE.org' })).toEqual([stream]);
    expect(await streamsBy({ name: 'exemplu stefan', contact: petitioner.contact })).toEqual([stream]);
    expect(await found({ name: 'stefan', contact: 'ana@example.org' })).toEqual([]);
    expect(await found({ name: 'Dan Exemplu' })).toEqual([
      expect.objectContaining({ streams: [expect.stringMatching(/^directory-/)] }),
    ]);
  });

  it('are looked for by something, and by nobody without the right to', async () => {
    expect((await test.api.post(`${base}/search`, {})).status).toBe(400);
    expect((await test.api.post(`${base}/search`, { name: '...' })).body.errors[0]).toMatchObject({ path: 'name' });
    const statuses = ['registry', 'officer', 'auditor', 'operator'] as const;
    for (const role of statuses)
      expect((await test.api.post(`${base}/search`, { name: 'ana' }, { key: test.keys[role] })).status).toBe(403);
    expect((await test.visitor.post(`${base}/search`, { name: 'ana' })).status).toBe(401);
  });

  it('are told everything of themselves, and nothing of others; their files can be had', async () => {
    const file = await handIn(test, 'dovada');
    const petitioner = { name: 'Ioana Întreabă', channel: 'phone', contact: '+40 722 123 456' };
    const id = await register({ petitioner, attachments: [{ file, name: 'poza mea.png' }] });
    await until(async () => (await found({ contact: '0722123456' })).length === 1, 'the petitioner to be known');
    const [{ subject } = { subject: '' }] = await found({ contact: '0722123456' });
    const { status, body } = await test.api.get(`${base}/${subject}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ subject, erased: false, restricted: false });
    const registered = body.facts.find((fact: { type: string }) => fact.type === 'PetitionRegistered');
    expect(registered.data).toMatchObject({ text: complaint.text, petitioner: { ...petitioner, address: null } });
    expect(body.files).toEqual([expect.objectContaining({ id: file, name: 'poza mea.txt', size: 6, kept: true })]);
    expect((await test.api.get(`${base}/${subject}/files/${file}`)).body).toBe('dovada');
    const [other] = await found({ name: 'Dan Exemplu' });
    expect((await test.api.get(`${base}/${other?.subject}/files/${file}`)).status).toBe(404);
    expect(JSON.stringify((await test.api.get(`${base}/${other?.subject}`)).body)).not.toContain('Ioana Exemplu');
    expect((await test.api.get(`${base}/${id}`)).status).toBe(404);
  });
});
