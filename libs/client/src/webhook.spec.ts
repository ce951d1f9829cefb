import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { attributes } from './message.js';
import { verifyWebhook } from './webhook.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const type = 'ecou.facilities.facility-opened.v1';
const message = { ...Object.fromEntries(attributes.map((name) => [name, name])), type };

/** A request as Ecou sends it. */
function request(data: object, { kind = type, by = [secret], at = new Date() } = {}) {
  const body = JSON.stringify({ type: kind, timestamp: at.toISOString(), data });
  const headers = {
    'webhook-id': 'id-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': by.map((each) => new Webhook(each).sign('id-1', at, body)).join(' '),
  };
  return { body, headers };
}

describe('a webhook', () => {
  it('is a message that was signed', () => {
    const { body, headers } = request(message);
    const received = { id: 'id-1', kind: 'message', message };
    expect(verifyWebhook(headers, body, secret)).toEqual(received);
    expect(verifyWebhook(new Headers(headers), Buffer.from(body), [secret])).toEqual(received);
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(verifyWebhook(upper, body, secret)).toEqual(received);
  });

  it('may be signed by either secret while one is changed', () => {
    const both = request(message, { by: [other, secret] });
    expect(verifyWebhook(both.headers, both.body, secret)).toMatchObject({ kind: 'message' });
    const one = request(message, { by: [other] });
    expect(verifyWebhook(one.headers, one.body, [secret, other])).toMatchObject({ kind: 'message' });
  });

  it('says where a large message is, and that it is a test', () => {
    const at = { id: 'id-1', position: 7, address: 'https://ecou.example.ro/integrations/v1/messages?after=6&limit=1' };
    const large = request(at);
    expect(verifyWebhook(large.headers, large.body, secret)).toEqual({ id: 'id-1', kind: 'elsewhere', type, at });
    const test = request({ specversion: '1.0' }, { kind: 'ecou.integrations.endpoint-test.v1' });
    expect(verifyWebhook(test.headers, test.body, secret)).toEqual({ id: 'id-1', kind: 'test' });
  });

  it.each([
    ['signed by another secret', request(message, { by: [other] }), {}],
    ['too old', request(message, { at: new Date(Date.now() - 360_000) }), {}],
    ['under another id', request(message), { 'webhook-id': 'id-2' }],
    ['without a signature', request(message), { 'webhook-signature': undefined }],
    ['without a message', request({}), {}],
  ])('is refused %s', (_, { headers, body }, changed) => {
    expect(() => verifyWebhook({ ...headers, ...changed }, body, secret)).toThrow(
      expect.objectContaining({ name: 'WebhookRefused' }),
    );
  });

  it('is refused where its body is not what was signed', () => {
    const { headers, body } = request(message);
    expect(() => verifyWebhook(headers, body.replace('id', 'di'), secret)).toThrow('No secret has signed');
  });
});
