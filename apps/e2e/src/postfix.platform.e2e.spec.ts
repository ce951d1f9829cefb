import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import { dkimpyVerifies, findDkimpy } from '@ecou/tools/interop/dkim.ts';
import { Postfix } from '@ecou/tools/interop/postfix.ts';
import { simpleParser, type ParsedMail } from 'mailparser';
import { startPlatform, type Deployment } from './deployment.js';

const minute = 60_000;
const base = '/notifications/v1';
const [ana, ion, returns] = ['ana@example.org', 'ion@example.org', 'intoarceri@example.ro'];
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const record = {
  name: 'ecou._domainkey.example.ro',
  text: `v=DKIM1; k=rsa; p=${pair.publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '')}`,
};

describe("mail through Debian's postfix", () => {
  let postfix: Postfix;
  let ecou: Deployment;
  let programme: string;

  beforeAll(async () => {
    await findDkimpy();
    postfix = await Postfix.start([ana, ion, returns]);
    ecou = await startPlatform({
      smtpUrl: postfix.url,
      env: {
        MAIL_FROM: 'Primăria <noreply@example.ro>',
        MAIL_DKIM_KEY: pair.privateKey,
        MAIL_DKIM_SELECTOR: 'ecou',
        MAIL_RETURN_TO: returns,
        MAIL_RETURN_DIR: postfix.folder(returns),
      },
    });
    programme = (await ecou.api.post('/events/v1/programmes', { title: { ro: 'Program sintetic' } })).body.id;
  });

  afterAll(async () => {
    expect(await ecou.stop()).toEqual([0]);
    await postfix.stop();
  });

  const pathIn = (mail: ParsedMail, page: string): string => {
    const [path] = new RegExp(`/notifications/v1/${page}/[\\w-]+`).exec(mail.text ?? '') ?? [];
    if (path === undefined) throw new Error(`The mail has no link to ${page}: ${mail.text}`);
    return path;
  };

  /** Somebody asks for the programme, and confirms by the link in the mail that comes. */
  async function subscribed(address: string): Promise<void> {
    const { body: consent } = await ecou.visitor.get(`${base}/consent`);
    const wish = { address, topics: [`programme:${programme}`], consentVersion: consent.version };
    expect(await ecou.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({ status: 202 });
    const mail = await simpleParser(await postfix.wait(address, 1));
    expect(await ecou.visitor.post(pathIn(mail, 'confirm'), '', { headers: form })).toMatchObject({ status: 200 });
  }

  async function publish(number: number): Promise<void> {
    const deliverable = {
      kind: 'study',
      title: { ro: `Studiu sintetic ${number}` },
      address: `https://example.org/${number}`,
    };
    const path = `/events/v1/programmes/${programme}/deliverables`;
    expect(await ecou.api.post(path, deliverable)).toMatchObject({ status: 201 });
  }

  const items = async (path: string) => (await ecou.api.get(`${base}${path}`)).body.items;
  /** The first of a list, once there is one. */
  const first = (path: string, what: string) => until(async () => (await items(path))[0], what, minute);

  it('arrives in a mailbox, with a signature that another program verifies, and the way to leave at one click', async () => {
    await subscribed(ana);
    await publish(1);
    const raw = await postfix.wait(ana, 2);
    expect(await dkimpyVerifies(raw, record)).toBe(true);
    const changed = Buffer.from(
      raw.toString('latin1').replace(/^(List-Unsubscribe: )/m, '$1<mailto:x@y.z>, '),
      'latin1',
    );
    expect(await dkimpyVerifies(changed, record)).toBe(false);
    const { headers, subject } = await simpleParser(raw);
    expect(subject).toContain('Studiu sintetic 1');
    const head = raw.toString('latin1').split('\n\n')[0]?.replaceAll(/\n\s+/g, ' ') ?? '';
    expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(headers.get('return-path')).toMatchObject({ text: returns });
    const [, byMail, atOneClick = ''] =
      /^List-Unsubscribe: <mailto:([^?]+)\?subject=[^>]+>, <https?:\/\/[^/]+([^>]+)>$/m.exec(head) ?? [];
    expect(byMail).toBe(returns);
    expect(await ecou.visitor.post(atOneClick, 'List-Unsubscribe=One-Click', { headers: form })).toMatchObject({
      status: 200,
    });
    const left = await until(
      async () => (await items('/subscriptions?status=confirmed')).length === 0,
      'nobody is subscribed any more',
    );
    expect(left).toBe(true);
  });

  it('comes back from a mailbox that is gone as a report, by which the address is stopped', async () => {
    await subscribed(ion);
    await postfix.removeMailbox(ion);
    await publish(2);
    const report = await postfix.wait(returns, 1);
    expect(report.toString('latin1')).toContain('multipart/report; report-type=delivery-status');
    const bounced = await first('/messages?status=bounced', 'a message that came back');
    expect((await ecou.api.get(`${base}/messages/${bounced.id}`)).body).toMatchObject({
      purpose: 'deliverable-published',
      attempts: [{ transport: 'smtp', outcome: 'bounced', fault: { stage: 'REPORT', enhanced: '5.1.1' } }],
    });
    const stopped = await first('/subscriptions?suppressed=true', 'an address that is stopped');
    expect(stopped.id).toBe(bounced.subscriberId);
    await publish(3);
    const withheld = await first('/messages?status=withheld', 'the next message, withheld');
    expect((await ecou.api.get(`${base}/messages/${withheld.id}`)).body).toMatchObject({
      subscriberId: bounced.subscriberId,
      withheld: 'address-stopped',
    });
    expect(await postfix.mails(ion)).toHaveLength(1);
  });
});
