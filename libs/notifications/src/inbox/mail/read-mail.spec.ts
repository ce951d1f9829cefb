import { describe, expect, it } from '@jest/globals';
import { readMail } from './read-mail.js';

const receivedAt = '2026-05-20T09:00:00.000Z';
const own = ['noreply@example.ro'];
const read = (raw: string) => readMail(raw, { own, receivedAt });

const mail = (heads: string[] = [], text = 'Când este deschis ghișeul?') =>
  [
    'From: Ana Exemplu <Ana@example.org>',
    'Message-ID: <1@example.org>',
    'Subject: =?utf-8?B?UHJvZ3JhbSDImWkgb3Jhcg==?=',
    ...heads,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');

describe('a mail', () => {
  it('is a message: its subject, then its text', async () => {
    expect(await read(mail())).toEqual({
      channel: 'email',
      reference: '<1@example.org>',
      from: 'Ana@example.org',
      text: 'Program și orar\n\nCând este deschis ghișeul?',
      receivedAt,
      isAutomatic: false,
      files: 0,
    });
  });

  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated (vacation)',
    'Precedence: bulk',
    'List-Id: <stiri.example.org>',
    'List-Unsubscribe: <https://example.org/u>',
    'Return-Path: <>',
    'X-Auto-Response-Suppress: All',
  ])('is of a program, or of a list: %s', async (head) =>
    expect(await read(mail([head]))).toMatchObject({ isAutomatic: true }),
  );

  it('is of a person where it says so', async () =>
    expect(await read(mail(['Auto-Submitted: no']))).toMatchObject({ isAutomatic: false }));

  it('in HTML is read as text, and its files are counted', async () => {
    const raw = [
      'From: ana@example.org',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Bună ziua</p>',
      '--b',
      'Content-Type: image/png',
      'Content-Disposition: attachment; filename=a.png',
      '',
      'x',
      '--b--',
      '',
    ].join('\r\n');
    expect(await read(raw)).toMatchObject({
      text: 'Bună ziua',
      files: 1,
      reference: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is no message where it reports on another, has no sender, or is ours', async () => {
    const report = mail().replace('text/plain', 'multipart/report; report-type=delivery-status; boundary=b');
    expect(await read(report)).toBeUndefined();
    expect(await read('Subject: fără expeditor\r\n\r\nx')).toBeUndefined();
    expect(await read(mail().replace('Ana@example.org', 'NoReply@example.ro'))).toBeUndefined();
  });
});
