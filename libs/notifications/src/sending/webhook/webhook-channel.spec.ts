import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { networksIn, OutgoingPosts } from '@ecou/runtime/outgoing';
import { nobody } from '../../testing/provider-stub.js';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';
import type { Outgoing } from '../channel.js';
import { WebhookChannel } from './webhook-channel.js';
import { WebhookSecrets } from './webhook-secrets.js';

const receiver = new WebhookReceiver();
const secrets = new WebhookSecrets('a secret of tests only, long enough');
let url: string;
beforeAll(async () => {
  url = `${await receiver.listen()}/ecou`;
  receiver.secrets.set('/ecou', secrets.of(url));
});
afterAll(() => receiver.close());

const channelIn = (networks: string | undefined) => {
  const posts = new OutgoingPosts({ allowsHttp: true, networks: networksIn(networks) });
  return new WebhookChannel({ posts, secrets, sender: { institution: 'Primăria' } });
};
const channel = channelIn('127.0.0.0/8');
const outgoing = (change: Partial<Outgoing> = {}): Outgoing => ({
  id: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  name: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1',
  to: url,
  language: 'ro',
  purpose: 'report-published',
  content: {
    subject: 'Raport sintetic',
    paragraphs: ['Raportul a fost publicat.'],
    action: { label: 'Citiți', href: 'https://example.ro/r/1' },
    notes: [],
  },
  text: '',
  unsubscribe: 'https://example.ro/u/1',
  date: '2026-03-01T10:00:00.000Z',
  ...change,
});
const failed = (reason: string, more: object = {}) => ({
  ...{ kind: 'failed', fault: { stage: 'PROVIDER', reason, code: null, enhanced: null }, permanent: false },
  ...more,
});

describe('a webhook', () => {
  it('gets a message that the secret of its address has signed', async () => {
    expect(await channel.send(outgoing())).toMatchObject({ kind: 'sent', reference: null });
    expect(receiver.receivedAt('/ecou')).toEqual([
      {
        ...{ id: outgoing().id, type: 'report-published', timestamp: outgoing().date },
        data: {
          ...{ institution: 'Primăria', language: 'ro', subject: 'Raport sintetic', sections: [], notes: [] },
          ...{ paragraphs: ['Raportul a fost publicat.'], unsubscribe: 'https://example.ro/u/1' },
          action: { label: 'Citiți', href: 'https://example.ro/r/1' },
        },
      },
    ]);
  });

  it('gets nothing that another secret has signed', async () => {
    expect(await channel.send(outgoing({ to: `${url}?x=1` }))).toEqual(failed('HTTP_404'));
  });

  it.each([
    ['says that it is gone', { status: 410, body: '' }, { kind: 'bounced' }],
    [
      'wants to be left alone',
      { status: 429, body: '', headers: { 'retry-after': '60' } },
      failed('HTTP_429', { retryAt: '2026-03-01T10:01:00.000Z' }),
    ],
    ['is away', { status: 503, body: '' }, failed('HTTP_503')],
    ['leads elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, failed('HTTP_302')],
  ] as const)('that %s', async (_name, fault, outcome) => {
    receiver.fail(fault);
    expect(await channel.send(outgoing())).toMatchObject(outcome);
  });

  it('that cuts a new connection is tried again later, and one that was kept at once', async () => {
    receiver.fail('cut');
    expect(await channelIn('127.0.0.0/8').send(outgoing())).toEqual(failed('ECONNRESET'));
    await channel.send(outgoing());
    receiver.fail('cut');
    expect(await channel.send(outgoing())).toMatchObject({ kind: 'sent' });
  });

  it('that cannot be reached is tried again', async () => {
    expect(await channel.send(outgoing({ to: `${await nobody()}/ecou` }))).toEqual(failed('ECONNREFUSED'));
  });

  it('where requests must not go waits for the operator', async () => {
    expect(await channelIn(undefined).send(outgoing())).toMatchObject({
      ...{ kind: 'failed', fault: { reason: 'ADDRESS_REFUSED' }, permanent: true, needsOperator: true },
    });
  });

  it('gets a message again whose outcome nobody knows, under the same id', async () => {
    expect(await channel.trace()).toEqual(failed('NO_OUTCOME'));
  });
});
