import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ecou/event-sourcing/testing';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'ecou-inbox-'));
const sent = mkdtempSync(join(tmpdir(), 'ecou-mail-'));
const category = 'synthetic';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext, notificationsContext], {
    env: { ECOU_MAIL_DIR: sent, MAIL_INBOX_DIR: folder, PUBLIC_URL: 'https://ecou.test' },
  });
  const name = { ro: 'Sintetic' };
  await test.api.put(`/feedback/v1/directory/departments/${category}`, { name });
  await test.api.put(`/feedback/v1/directory/categories/${category}`, { name, department: category });
  const rules = { rules: [], petition: { keywords: ['petiție'], kind: 'report', category } };
  await test.api.put('/notifications/v1/reply-rules', rules, { headers: { 'if-match': '"0"' } });
});
afterAll(async () => {
  await test.stop();
  for (const each of [folder, sent]) rmSync(each, { recursive: true });
});

const get = async (path: string) => (await test.api.get(path)).body;

/** As a mail server delivers. */
async function deliver(from: string, text: string): Promise<void> {
  const name = `${from}.mx`;
  await Promise.all(['tmp', 'new'].map((each) => mkdir(join(folder, each), { recursive: true })));
  const heads = [`From: ${from}`, `Message-ID: <${from}>`, 'Content-Type: text/plain; charset=utf-8'];
  await writeFile(join(folder, 'tmp', name), [...heads, '', text, ''].join('\r\n'));
  await rename(join(folder, 'tmp', name), join(folder, 'new', name));
}

/** The conversation whose petition has come so far. */
const conversation = (petition: string) =>
  until(async () => {
    const [found] = (await get(`/notifications/v1/conversations?petition=${petition}`)).items;
    return found && (await get(`/notifications/v1/conversations/${found.id}`));
  }, `a conversation whose petition is ${petition}`);

/** The mail to somebody with a purpose, as text. */
const mailTo = (address: string, purpose: string): Promise<string> =>
  until(async () => {
    const { items } = await get('/notifications/v1/mails');
    const found = items.find(
      (mail: { to: string; purpose: string }) => mail.to === address && mail.purpose === purpose,
    );
    return found && (await get(`/notifications/v1/mails/${found.file}?format=text`));
  }, `a mail to ${address}: ${purpose}`);

describe('a petition by mail', () => {
  it('is registered by its keyword, and its number comes back by mail', async () => {
    await deliver('ana@example.org', 'PETIȚIE\r\nNume: Ana Sintetică\r\nO groapă sintetică.');
    const { petitions, id } = await conversation('registered');
    const [{ id: petitionId, number }] = petitions;
    expect(number).toMatch(/^2024-\d{6}$/);
    expect(await get(`/feedback/v1/petitions/${petitionId}`)).toMatchObject({
      ...{ number, kind: 'report', channel: 'email' },
      personal: {
        text: 'O groapă sintetică.',
        petitioner: { name: 'Ana Sintetică', contact: 'ana@example.org' },
      },
    });
    expect(await mailTo('ana@example.org', 'petition-acknowledged')).toContain(number);
    await test.api.post(`/notifications/v1/conversations/${id}/close`);
  });

  it('that names nobody is a notice, and is acknowledged all the same', async () => {
    await deliver('vecin@example.org', 'PETIȚIE O lampă este stinsă.');
    expect(await mailTo('vecin@example.org', 'conversation-notice-registered')).toMatch(/2024-\d{6}/);
  });

  it('whose category is gone comes back to staff with the reason', async () => {
    const rules = { rules: [], petition: { keywords: ['petiție'], kind: 'report', category: 'gone' } };
    await test.api.put('/notifications/v1/reply-rules', rules, { headers: { 'if-match': '"1"' } });
    await deliver('ion@example.org', 'PETIȚIE O bancă este ruptă.');
    const { petitions } = await conversation('refused');
    expect(petitions).toMatchObject([{ status: 'refused', number: null, refusal: { code: 'CATEGORY_UNKNOWN' } }]);
  });
});
