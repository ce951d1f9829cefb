import { describe, expect, it } from '@jest/globals';
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
