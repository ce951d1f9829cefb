import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { Webhook } from 'standardwebhooks';
import { notificationsContext } from '../../context.js';
import { complaintOf, dsn, reportedId } from '../../testing/mail-reports.js';
import { MailServer } from '../../testing/mail-server.js';
import { addressOf } from '../../testing/mailbox.js';
import { publishers, tellDeliverable, tellPetitioner } from '../../testing/publishers.js';
import { confirmedSubscribers } from '../../testing/subscribers.js';

const base = '/notifications/v1';
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const returnTo = 'intoarceri@stiri.ecou.test';
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const dnsOf = (name: string) =>
  Promise.resolve(
    name === 'ecou._domainkey.ecou.test' ? [[`v=DKIM1; p=${publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '')}`]] : [],
  );

describe('mail that is reported on', () => {
  const server = new MailServer();
  const folder = mkdtempSync(join(tmpdir(), 'ecou-returns-'));
  let test: TestProcess;

  beforeAll(async () => {
    const env = {
      ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'Primăria <noreply@stiri.ecou.test>' },
      ...{ MAIL_DKIM_KEY: privateKey, MAIL_DKIM_SELECTOR: 'ecou', MAIL_DKIM_DOMAIN: 'ecou.test' },
      ...{ MAIL_RETURN_TO: returnTo, MAIL_RETURN_DIR: folder, MAIL_RETURN_SECRET: secret },
      SMTP_URL: await server.listen(),
    };
    test = await startTestProcess([...publishers, notificationsContext], { env });
  });
  afterAll(async () => {
    await test.stop();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;

  const message = (query: string, status: string) =>
    until(async () => {
      const [found] = (await read(`/messages?${query}&status=${status}`)).items;
      return found && (await read(`/messages/${found.id}`));
    }, `a message that is ${status}`);

  const mailTo = (address: string) => server.taken.find((mail) => addressOf(mail) === address)!;

  /** The id that a mail to them goes by. */
  const mailIdOf = (address: string) => /^<([^@]+)@/.exec(mailTo(address).messageId ?? '')?.[1] ?? '';

  /** Somebody new was sent news. */
  async function told(name: string) {
    const [address, programmeId] = [`${name}@example.org`, randomUUID()];
    const [subscriber] = await confirmedSubscribers(test, [address], [`programme:${programmeId}`]);
    const publish = () => tellDeliverable(test, { programmeId, address: 'https://example.org/study.pdf' });
    await publish();
    const about = `subscriber=${subscriber!.id}`;
    const { id: messageId } = await message(about, 'sent');
    return { address, about, subscriber: subscriber!.id, messageId, publish };
  }

  /** A report as if it were about this message. */
  const about = (report: Buffer, { address, as = address }: { readonly address: string; readonly as?: string }) =>
    report
      .toString()
      .replaceAll(reportedId, mailIdOf(address))
      .replaceAll(/ana@example\.org/gi, as);

  function post(content: object, signedWith = secret, sent = content) {
    const [id, at] = [randomUUID(), new Date()];
    const signature = new Webhook(signedWith).sign(id, at, JSON.stringify(content));
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature,
      'content-type': 'application/json',
    };
    return test.visitor.post(`${base}/mail-reports`, JSON.stringify(sent), { headers });
  }

  /** As a mail server delivers into a Maildir. */
  async function deliver(raw: string): Promise<string> {
    const name = `${randomUUID()}.mx`;
    for (const each of ['tmp', 'new', 'cur']) await mkdir(join(folder, each), { recursive: true });
    await writeFile(join(folder, 'tmp', name), raw);
    await rename(join(folder, 'tmp', name), join(folder, 'new', name));
    return until(
      async () => (await readdir(join(folder, 'cur'))).find((each) => each.startsWith(name)),
      'the mail is read',
    );
  }

  const stop = async (subscriber: string) => (await read(`/subscriptions/${subscriber}`)).addresses[0].stop;
  const stopped = ({ subscriber }: { subscriber: string }) =>
    until(async () => (await stop(subscriber)) ?? undefined, 'the address is stopped');

  it('is signed by the key of the settings, and names where it comes back to', async () => {
    const { address, messageId } = await told('signed');
    expect(mailIdOf(address)).toMatch(new RegExp(`^${messageId}\\.[0-9a-f]{32}$`));
    const sent = server.envelopes.find(({ envelope }) => envelope.rcptTo[0]?.address === address)!;
    const { results } = await dkimVerify(sent.raw, { resolver: dnsOf });
    expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([['pass', 'ecou.test']]);
    expect(sent.envelope).toMatchObject({
      mailFrom: { address: returnTo },
      dsn: { ret: 'HDRS', envid: mailIdOf(address) },
    });
    expect(sent.envelope.rcptTo).toMatchObject([{ dsn: { notify: ['FAILURE'], orcpt: `rfc822;${address}` } }]);
  });

  it('came back: the address is stopped, and staff see it among those that are', async () => {
    const gone = await told('came-back');
    const { status, body } = await post({ mail: about(dsn('failed', '5.1.1'), gone) });
    expect({ status, body }).toEqual({
      status: 200,
      body: { items: [{ kind: 'bounced', messageId: gone.messageId, outcome: 'recorded' }] },
    });
    expect(await message(gone.about, 'bounced')).toMatchObject({
      attempts: [{ outcome: 'bounced', fault: { stage: 'REPORT', reason: 'BOUNCED', enhanced: '5.1.1' } }],
    });
    const bounced = await stopped(gone);
    expect(bounced).toMatchObject({ reason: 'bounced', messageId: gone.messageId });
    const listed = await until(async () => {
      const { items } = await read('/subscriptions?suppressed=true');
      return items.find(({ id }: { id: string }) => id === gone.subscriber);
    }, 'the subscriber is listed');
    expect(listed.addresses).toMatchObject([{ address: gone.address, stopped: true, stop: bounced }]);
    await gone.publish();
    expect(await message(gone.about, 'withheld')).toMatchObject({ withheld: 'address-stopped' });
    const again = await post({ mail: about(dsn('failed', '5.1.1'), gone) });
    expect(again.body.items).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('was complained of, in a folder: the address is stopped, and the message stays sent', async () => {
    const annoyed = await told('annoyed');
    expect(await deliver(about(complaintOf('abuse'), annoyed))).toMatch(/:2,S$/);
    expect(await stopped(annoyed)).toMatchObject({ reason: 'complained' });
    expect(await message(annoyed.about, 'sent')).toMatchObject({ complained: true });
  });

  it('is late, or was delivered: nothing changes', async () => {
    const waiting = await told('late');
    for (const [action, status] of [
      ['delayed', '4.4.1'],
      ['delivered', '2.0.0'],
    ] as const) {
      const { body } = await post({ mail: about(dsn(action, status), waiting) });
      expect(body.items).toMatchObject([{ kind: action, outcome: 'unchanged' }]);
    }
    expect((await message(waiting.about, 'sent')).version).toBe(3);
    expect(await stop(waiting.subscriber)).toBeNull();
  });

  it('did not arrive for another reason: failed, and the address is used further', async () => {
    const blocked = await told('blocked');
    const report = {
      kind: 'failed',
      messageId: `<${mailIdOf(blocked.address)}@x>`,
      recipient: blocked.address,
      status: '5.7.1',
    };
    expect((await post({ reports: [report] })).body.items).toMatchObject([{ outcome: 'recorded' }]);
    expect(await message(blocked.about, 'failed')).toMatchObject({ retryAt: null, complained: false });
    await test.api.post(`${base}/messages/${blocked.messageId}/resend`, { reason: 'The filter was mended.' });
    expect(await message(blocked.about, 'sent')).toMatchObject({
      attempts: [{ outcome: 'failed' }, { outcome: 'sent' }],
    });
    expect(await stop(blocked.subscriber)).toBeNull();
  });

  it('is left by mail, by the address in its head', async () => {
    const leaving = await told('leaves');
    const head = mailTo(leaving.address).headerLines.find(({ key }) => key === 'list-unsubscribe')!.line;
    const [, to, token] = /<mailto:([^?]+)\?subject=unsubscribe%20([\w-]+)>, <https:[^>]+>/.exec(
      head.replaceAll(/\s+/g, ' '),
    )!;
    expect(to).toBe(returnTo);
    await deliver(`From: ${leaving.address}\r\nTo: ${to}\r\nSubject: unsubscribe ${token}\r\n\r\n`);
    const { topics, consents } = await read(`/subscriptions/${leaving.subscriber}`);
    expect(Object.values(topics)).toEqual(['ended']);
    expect(consents.at(-1)).toMatchObject({ act: 'ended', how: 'mail' });
  });

  it('was promised to somebody: that it came back is on record', async () => {
    const petitionId = await tellPetitioner(test, { address: 'petitioner@example.org' }, 'acknowledged');
    await message(`about=${petitionId}`, 'sent');
    await post({ mail: about(dsn('failed', '5.1.1'), { address: 'petitioner@example.org' }) });
    expect(await message(`about=${petitionId}`, 'bounced')).toMatchObject({ promise: { id: petitionId } });
  });

  it('went to somebody else, or never: the report counts for nothing', async () => {
    const spared = await told('spared');
    const wrong = about(dsn('failed', '5.1.1'), { ...spared, as: 'other@example.org' });
    expect((await post({ mail: wrong })).body.items).toMatchObject([{ outcome: 'unknown' }]);
    const reports = [
      { kind: 'bounced', messageId: `${spared.messageId}@x`, recipient: spared.address },
      { kind: 'complaint', messageId: 'x@example.org' },
    ];
    expect((await post({ reports })).body.items).toEqual([
      { kind: 'bounced', messageId: null, outcome: 'unknown' },
      { kind: 'complaint', messageId: null, outcome: 'unknown' },
    ]);
    expect(await deliver('From: ana@example.org\r\nSubject: unsubscribe abc\r\n\r\n')).toMatch(/:2,S$/);
    expect(await stop(spared.subscriber)).toBeNull();
  });

  it.each([
    ['by another secret', () => post({ mail: 'x' }, `whsec_${randomBytes(32).toString('base64')}`)],
    ['for another content', () => post({ mail: 'x' }, secret, { mail: 'y' })],
    ['by nobody', () => test.visitor.post(`${base}/mail-reports`, { mail: 'x' })],
  ])('is not taken where it is signed %s', async (_name, ask) => {
    expect(await ask()).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } });
  });

  it.each([
    ['neither', {}, 'EITHER_MAIL_OR_REPORTS'],
    ['both', { mail: 'x', reports: [{ kind: 'bounced', messageId: 'x' }] }, 'EITHER_MAIL_OR_REPORTS'],
  ])('needs a mail or reports, and not %s', async (_name, content, code) => {
    expect(await post(content)).toMatchObject({ status: 400, body: { errors: [{ code }] } });
  });
});
