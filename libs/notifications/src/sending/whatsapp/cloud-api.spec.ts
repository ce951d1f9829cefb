import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nobody } from '../../testing/provider-stub.js';
import { WhatsAppStub } from '../../testing/whatsapp-stub.js';
import { CloudApi, type CloudMessage } from './cloud-api.js';
import type { WhatsAppSettings } from './whatsapp.settings.js';

const stub = new WhatsAppStub();
let baseUrl: string;
beforeAll(async () => (baseUrl = await stub.listen()));
afterAll(() => stub.close());

const api = (change: Partial<WhatsAppSettings> = {}) => {
  const { token, phoneNumberId, appSecret, verifyToken } = stub;
  const templates = { news: 'ecou_news', notice: 'ecou_notice' };
  return new CloudApi({
    baseUrl,
    version: 'v26.0',
    token,
    phoneNumberId,
    appSecret,
    verifyToken,
    templates,
    ...change,
  });
};
const templated = (name: string, language: string, words: readonly string[]): CloudMessage['content'] => ({
  type: 'template',
  template: {
    name,
    language: { code: language },
    components: [{ type: 'body', parameters: words.map((word) => ({ type: 'text', text: word })) }],
  },
});
const words = ['Primăria', 'Raport sintetic', 'https://example.ro/r/1', 'https://example.ro/u/1'];
const message: CloudMessage = {
  to: '+40700000001',
  name: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1',
  content: templated('ecou_news', 'ro', words),
};
const freely: CloudMessage['content'] = { type: 'text', text: { body: 'Bună ziua', preview_url: false } };

describe('a message', () => {
  it('goes out by a template, and no id is kept of it, since that holds the number', async () => {
    expect(await api().send(message)).toEqual({ kind: 'sent', reference: null });
    expect(stub.taken.at(-1)).toEqual({ to: message.to, name: message.name, words, kind: 'template' });
  });

  it('goes out freely after its reader wrote', async () => {
    stub.heard.add('+40700000002');
    expect(await api().send({ ...message, to: '+40700000002', content: freely })).toMatchObject({ kind: 'sent' });
    expect(await api().send({ ...message, content: freely })).toEqual({ kind: 'operator', reason: 'WHATSAPP_131047' });
  });

  it('stops the number that is not on WhatsApp', async () => {
    stub.unknown.add('+40700000003');
    expect(await api().send({ ...message, to: '+40700000003' })).toEqual({ kind: 'stop', reason: 'WHATSAPP_131026' });
  });

  it.each([
    ['a token that has run out', { token: 'x' }, {}, 190],
    ['the id of another number', { phoneNumberId: '1' }, {}, 33],
    ['a template that there is not', {}, { content: templated('other', 'ro', words) }, 132001],
    ['a template that there is not in the language', {}, { content: templated('ecou_news', 'fr', words) }, 132001],
    ['too few words for its template', {}, { content: templated('ecou_news', 'ro', ['x']) }, 132000],
    ['words of several lines', {}, { content: templated('ecou_notice', 'ro', ['a', 'b\nb', 'c']) }, 132018],
  ])('asks the operator where it has %s', async (_name, settings, change, code) => {
    expect(await api(settings).send({ ...message, ...change })).toEqual({
      ...{ kind: 'operator', reason: `WHATSAPP_${code}` },
    });
  });

  it.each([368, 131031, 131042, 131048, 132015])('asks the operator about code %d', async (code) => {
    stub.fail({ status: 400, body: { error: { code, message: 'x' } } });
    expect(await api().send(message)).toEqual({ kind: 'operator', reason: `WHATSAPP_${code}` });
  });

  it.each([
    [429, 130429, 3_000],
    [400, 131056, 3_000],
    [429, 80007, 3_000],
    [500, 131016, 3_000],
    [400, 131049, 86_400_000],
  ])('comes again after %d, code %d', async (status, code, afterMs) => {
    stub.fail({ status, body: { error: { code, message: 'x' } }, headers: { 'retry-after': '3' } });
    expect(await api().send(message)).toEqual({ kind: 'retry', reason: `WHATSAPP_${code}`, afterMs });
  });
});

describe('a provider', () => {
  it('where no connection was made is asked again later', async () => {
    const outcome = await api({ baseUrl: await nobody() }).send(message);
    expect(outcome).toEqual({ kind: 'retry', reason: 'ECONNREFUSED', afterMs: null });
  });

  it.each([
    ['cuts the connection', 'cut'],
    ['answers a success without an id', { status: 200, body: { messages: [] } }],
    ['stands behind a gateway that gave up', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['has a fault of its own', { status: 500, body: { error: { code: 1, message: 'x' } } }],
  ] as const)('that has the message and %s may have taken it', async (_name, fault) => {
    stub.fail(fault);
    expect(await api().send(message)).toMatchObject({ kind: 'uncertain' });
  });

  it('that has the message and never answers may have taken it', async () => {
    stub.fail('hang');
    expect(await api({ limitMs: 50 }).send(message)).toEqual({ kind: 'uncertain', reason: 'TimeoutError' });
  });
});
