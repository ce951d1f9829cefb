import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nobody } from '../../testing/provider-stub.js';
import { TwilioStub } from '../../testing/twilio-stub.js';
import type { TwilioSettings } from './sms.settings.js';
import { Twilio } from './twilio.js';

let stub: TwilioStub;
let baseUrl: string;
beforeAll(async () => {
  stub = new TwilioStub();
  baseUrl = await stub.listen();
});
afterAll(() => stub.close());

const sms = { to: '+40700000001', text: 'Raportul sesiunii sintetice a fost publicat: https://example.ro/r/1' };
const twilio = (change: Partial<TwilioSettings> = {}) => {
  const { accountSid, authToken } = stub;
  return new Twilio({ baseUrl, accountSid, authToken, from: '+40310000000', ...change });
};

describe('a text message', () => {
  it('goes out from a number, or by a messaging service', async () => {
    expect(await twilio().send(sms)).toEqual({ kind: 'sent', reference: `SM${'1'.padStart(32, '0')}` });
    expect(stub.taken.at(-1)).toEqual({ To: sms.to, From: '+40310000000', Body: sms.text });
    const from = `MG${'0'.repeat(32)}`;
    expect(await twilio({ from }).send(sms)).toMatchObject({ kind: 'sent' });
    expect(stub.taken.at(-1)).toMatchObject({ MessagingServiceSid: from });
  });

  it('stops where a person asked for it, or has no mobile, or the number is none', async () => {
    stub.optedOut.add('+40700000002');
    stub.landlines.add('+40210000000');
    const to = async (number: string) => twilio().send({ ...sms, to: number });
    expect(await to('+40700000002')).toEqual({ kind: 'stop', reason: 'TWILIO_21610' });
    expect(await to('+40210000000')).toEqual({ kind: 'stop', reason: 'TWILIO_21614' });
    expect(await to('0700')).toEqual({ kind: 'stop', reason: 'TWILIO_21211' });
  });

  it.each([
    ['a wrong token', { authToken: 'x' }, 'TWILIO_20003'],
    ['another account', { accountSid: `AC${'1'.repeat(32)}` }, 'TWILIO_20003'],
    ['a sender that is not ours', { from: '+40310000009' }, 'TWILIO_21606'],
  ])('asks the operator where it has %s', async (_name, change, reason) => {
    expect(await twilio(change).send(sms)).toEqual({ kind: 'operator', reason });
  });

  it.each([
    [429, 20429],
    [429, 14107],
    [400, 21611],
    [503, 20503],
  ])('comes again after %d, code %d', async (status, code) => {
    stub.fail({ status, body: { code, status, message: 'x' }, headers: { 'retry-after': '3' } });
    expect(await twilio().send(sms)).toEqual({ kind: 'retry', reason: `TWILIO_${code}`, afterMs: 3_000 });
  });
});

describe('a provider', () => {
  it('where no connection was made is asked again later', async () => {
    const outcome = await twilio({ baseUrl: await nobody() }).send(sms);
    expect(outcome).toEqual({ kind: 'retry', reason: 'ECONNREFUSED', afterMs: null });
  });

  it('that says so without a code is asked again when it says', async () => {
    stub.fail({ status: 503, body: '', headers: { 'retry-after': '7' } });
    expect(await twilio().send(sms)).toEqual({ kind: 'retry', reason: 'HTTP_503', afterMs: 7_000 });
  });

  it.each([
    ['cuts the connection', 'cut'],
    ['answers what is no JSON', { status: 200, body: '<h1>OK</h1>' }],
    ['answers a success without an id', { status: 201, body: {} }],
    ['stands behind a gateway that gave up', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['names an error of its own', { status: 500, body: { code: 20500, status: 500, message: 'x' } }],
  ] as const)('that has the message and %s may have taken it', async (_name, fault) => {
    stub.fail(fault);
    expect(await twilio().send(sms)).toMatchObject({ kind: 'uncertain' });
  });

  it('that has the message and never answers may have taken it', async () => {
    stub.fail('hang');
    expect(await twilio({ limitMs: 50 }).send(sms)).toEqual({ kind: 'uncertain', reason: 'TimeoutError' });
  });

  it('that leads elsewhere is not followed', async () => {
    stub.fail({ status: 302, body: '', headers: { location: 'https://example.org/' } });
    expect(await twilio().send(sms)).toEqual({ kind: 'operator', reason: 'HTTP_302' });
  });

  it('that names address and text leaves no trace of them', async () => {
    stub.fail({ status: 400, body: { message: sms.to, description: sms.text } });
    expect(await twilio().send(sms)).toEqual({ kind: 'operator', reason: 'HTTP_400' });
  });
});
