import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { config, settingsOf } from './settings.js';

const secret = 'a secret of tests only, long enough';
const given = (environment: Record<string, string>) =>
  settingsOf(config.parse({ ECOU_SECRET: secret, ...environment }));
const faults = (environment: Record<string, string>) =>
  config.safeParse({ ECOU_SECRET: secret, ...environment }).error?.issues.map(({ path }) => path.join('.'));

describe('the settings', () => {
  it('keep mail as files in the data folder where no server is named', () => {
    expect(given({})).toMatchObject({ smtpUrl: undefined, mailDir: '.ecou/mail' });
    expect(given({ ECOU_DATA_DIR: '/var/lib/ecou' }).mailDir).toBe('/var/lib/ecou/mail');
    expect(given({ ECOU_MAIL_DIR: '/srv/mail' }).mailDir).toBe('/srv/mail');
  });

  it('name the sender where they name a server', () => {
    const SMTP_URL = 'smtps://user:password@mail.example.ro:465';
    expect(given({ SMTP_URL, MAIL_FROM: 'Primăria <noreply@example.ro>' })).toMatchObject({ smtpUrl: SMTP_URL });
    expect(faults({ SMTP_URL })).toEqual(['MAIL_FROM']);
  });

  it.each([
    ['SMTP_URL', 'http://mail.example.ro'],
    ['MAIL_FROM', 'Primăria'],
    ['MAIL_FROM', 'Primăria <a@b>\r\nBcc: c@d'],
  ])('refuse %s=%j', (name, value) => {
    expect(faults({ MAIL_FROM: 'a@example.ro', [name]: value })).toEqual([name]);
  });
});

describe('the settings of a key that signs mails', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const folder = mkdtempSync(join(tmpdir(), 'ecou-dkim-'));
  const MAIL_DKIM_KEY_FILE = join(folder, 'dkim.pem');
  writeFileSync(MAIL_DKIM_KEY_FILE, pem);
  writeFileSync(join(folder, 'other.pem'), 'no key');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const from = { MAIL_FROM: 'Primăria <noreply@stiri.example.ro>' };
  const MAIL_DKIM_SELECTOR = 'ecou';

  it('name it by a file, or hold it in one line', () => {
    const key = { domain: 'stiri.example.ro', selector: 'ecou', privateKey: pem };
    expect(given({ ...from, MAIL_DKIM_KEY_FILE, MAIL_DKIM_SELECTOR }).dkim).toEqual(key);
    const MAIL_DKIM_KEY = pem.replaceAll('\n', String.raw`\n`);
    expect(given({ ...from, MAIL_DKIM_KEY, MAIL_DKIM_SELECTOR, MAIL_DKIM_DOMAIN: 'Example.ro' }).dkim).toEqual({
      ...key,
      domain: 'example.ro',
    });
    expect(given(from).dkim).toBeUndefined();
  });

  it.each([
    ['MAIL_DKIM_SELECTOR', { MAIL_DKIM_KEY_FILE }],
    ['MAIL_DKIM_KEY_FILE', { MAIL_DKIM_SELECTOR }],
    ['MAIL_DKIM_KEY', { MAIL_DKIM_KEY: pem, MAIL_DKIM_KEY_FILE, MAIL_DKIM_SELECTOR }],
    ['MAIL_DKIM_KEY', { MAIL_DKIM_KEY: 'no key', MAIL_DKIM_SELECTOR }],
    ['MAIL_DKIM_KEY_FILE', { MAIL_DKIM_KEY_FILE: join(folder, 'none.pem'), MAIL_DKIM_SELECTOR }],
    ['MAIL_DKIM_KEY_FILE', { MAIL_DKIM_KEY_FILE: join(folder, 'other.pem'), MAIL_DKIM_SELECTOR }],
    ['MAIL_DKIM_DOMAIN', { MAIL_DKIM_KEY_FILE, MAIL_DKIM_SELECTOR, MAIL_DKIM_DOMAIN: 'example.com' }],
    ['MAIL_DKIM_DOMAIN', { MAIL_DKIM_KEY_FILE, MAIL_DKIM_SELECTOR, MAIL_DKIM_DOMAIN: 'xample.ro' }],
    ['MAIL_DKIM_SELECTOR', { MAIL_DKIM_KEY_FILE, MAIL_DKIM_SELECTOR: 'a b' }],
    ['MAIL_FOOTER_RO', { MAIL_FOOTER_RO: 'Unu\nDoi' }],
    ['MAIL_FOOTER_EN', { MAIL_FOOTER_EN: 'a'.repeat(301) }],
    ['MAIL_RETURN_TO', { MAIL_RETURN_TO: 'nobody' }],
    ['MAIL_RETURN_SECRET', { MAIL_RETURN_SECRET: 'short' }],
  ])('refuse %s: %j', (name, environment) => {
    expect(faults({ ...from, ...environment })).toEqual([name]);
  });
});

describe('the settings of Telegram', () => {
  const all = {
    TELEGRAM_BOT_TOKEN: `700000:${'s'.repeat(35)}`,
    TELEGRAM_BOT_NAME: 'ecou_sintetic_bot',
    TELEGRAM_WEBHOOK_SECRET: 'synthetic-secret-of-requests',
  };

  it('name a bot that hears, or none', () => {
    expect(given({}).telegram).toBeUndefined();
    expect(given({ ...all, TELEGRAM_URL: 'http://127.0.0.1:9/' }).telegram).toMatchObject({
      ...{ baseUrl: 'http://127.0.0.1:9', bot: 'ecou_sintetic_bot' },
    });
  });

  it.each([
    ['TELEGRAM_BOT_NAME', { TELEGRAM_BOT_TOKEN: all.TELEGRAM_BOT_TOKEN }],
    ['TELEGRAM_WEBHOOK_SECRET', { ...all, TELEGRAM_WEBHOOK_SECRET: 'ț'.repeat(20) }],
    ['TELEGRAM_BOT_TOKEN', { ...all, TELEGRAM_BOT_TOKEN: 'none' }],
    ['TELEGRAM_BOT_NAME', { ...all, TELEGRAM_BOT_NAME: '@ecou_bot' }],
    ['TELEGRAM_URL', { ...all, TELEGRAM_URL: 'ftp://example.ro' }],
  ])('refuse %s: %j', (name, environment) => {
    expect(faults(environment)).toEqual([name]);
  });
});

describe('the settings of WhatsApp', () => {
  const all = {
    WHATSAPP_PHONE_ID: '100000000000002',
    WHATSAPP_TOKEN: 'EAAsynthetic',
    WHATSAPP_APP_SECRET: '0123456789abcdef0123456789abcdef',
    WHATSAPP_VERIFY_TOKEN: 'synthetic-verify-token',
  };

  it('name a number with its templates, or none', () => {
    expect(given({}).whatsApp).toBeUndefined();
    expect(given({ ...all, WHATSAPP_TEMPLATE_NEWS: 'noutati' }).whatsApp).toMatchObject({
      ...{ baseUrl: 'https://graph.facebook.com', version: 'v26.0', phoneNumberId: all.WHATSAPP_PHONE_ID },
      templates: { news: 'noutati', notice: 'ecou_notice' },
    });
  });

  it.each([
    ['WHATSAPP_TOKEN', { WHATSAPP_PHONE_ID: all.WHATSAPP_PHONE_ID }],
    ['WHATSAPP_PHONE_ID', { ...all, WHATSAPP_PHONE_ID: '+40700000001' }],
    ['WHATSAPP_APP_SECRET', { ...all, WHATSAPP_APP_SECRET: 'short' }],
    ['WHATSAPP_VERIFY_TOKEN', { ...all, WHATSAPP_VERIFY_TOKEN: 'short' }],
    ['WHATSAPP_TEMPLATE_NOTICE', { ...all, WHATSAPP_TEMPLATE_NOTICE: 'Anunț' }],
    ['WHATSAPP_VERSION', { ...all, WHATSAPP_VERSION: '26' }],
  ])('refuse %s: %j', (name, environment) => {
    expect(faults(environment)).toEqual([name]);
  });
});

describe('the settings of text messages', () => {
  const SMS_TWILIO_ACCOUNT = `AC${'0'.repeat(32)}`;
  const all = { SMS_TWILIO_ACCOUNT, SMS_TWILIO_TOKEN: 'synthetic', SMS_FROM: 'PRIMARIA' };

  it('send none where they are left out', () => {
    expect(given({}).sms).toBeUndefined();
    expect(given({ ...all, SMS_TWILIO_URL: 'http://127.0.0.1:9/' }).sms).toMatchObject({
      ...{ baseUrl: 'http://127.0.0.1:9', from: 'PRIMARIA', foldsDiacritics: true, mostSegments: 4 },
    });
  });

  it.each([
    ['SMS_TWILIO_TOKEN', { SMS_TWILIO_ACCOUNT }],
    ['SMS_FROM', { SMS_TWILIO_ACCOUNT, SMS_TWILIO_TOKEN: 'synthetic' }],
    ['SMS_FROM', { ...all, SMS_FROM: '0700' + 'x'.repeat(9) }],
    ['SMS_TWILIO_URL', { ...all, SMS_TWILIO_URL: 'ftp://example.ro' }],
    ['SMS_MOST_SEGMENTS', { ...all, SMS_MOST_SEGMENTS: '0' }],
    ['SMS_DIACRITICS', { ...all, SMS_DIACRITICS: 'yes' }],
  ])('refuse %s: %j', (name, environment) => {
    expect(faults(environment)).toEqual([name]);
  });
});
