import { describe, expect, it } from '@jest/globals';
import { complaintOf, dsn, reportedId } from '../../testing/mail-reports.js';
import { readReturned } from './reports-in.js';

const reportsIn = async (raw: Buffer) => (await readReturned(raw)).reports;

const of = { mailId: reportedId, recipients: ['ana@example.org'] };

describe('a mail that reports', () => {
  it.each([
    ['failed', '5.1.1', 'bounced'],
    ['failed', '5.1.10', 'bounced'],
    ['failed', '5.2.1', 'bounced'],
    ['failed', '5.2.2', 'failed'],
    ['failed', '5.7.1', 'failed'],
    ['failed', '4.4.7', 'failed'],
    ['delayed', '4.4.1', 'delayed'],
    ['delivered', '2.0.0', 'delivered'],
  ])('%s, %s: it %s', async (action, status, kind) => {
    expect(await reportsIn(dsn(action, status))).toEqual([{ ...of, kind, status }]);
  });

  it('may report of several people', async () => {
    const other = `

Final-Recipient: rfc822; ion@example.org
Action: failed
Status: 4.0.0 (unknown)`;
    expect(await reportsIn(dsn('failed', '5.1.1', other))).toEqual([
      { ...of, kind: 'bounced', status: '5.1.1' },
      { ...of, recipients: ['ion@example.org'], kind: 'failed', status: '4.0.0' },
    ]);
  });

  it.each(['relayed', 'expanded', 'other'])('of what was %s says nothing of whether it arrived', async (action) => {
    expect(await reportsIn(dsn(action, '2.0.0'))).toEqual([]);
  });

  it.each(['abuse', 'fraud', 'opt-out', 'Abuse'])('may be a complaint: %s', async (type) => {
    expect(await reportsIn(complaintOf(type))).toEqual([{ ...of, kind: 'complaint', status: null }]);
  });

  it('is no complaint where it takes one back', async () => {
    expect(await reportsIn(complaintOf('not-spam'))).toEqual([]);
  });

  it('may lack our id, or name nobody', async () => {
    const stranger = Buffer.from(
      dsn('failed', '5.1.1').toString().replaceAll(reportedId, 'x').replaceAll('ana@', 'ana '),
    );
    expect(await reportsIn(stranger)).toMatchObject([{ kind: 'bounced', mailId: null }]);
  });

  it('may hold the id of our envelope alone, and name somebody to whom it was forwarded', async () => {
    const forwarded = dsn('failed', '5.1.1')
      .toString()
      .replace(`<${reportedId}@example.ro>`, '<other@example.ro>')
      .replace('Reporting-MTA', `Original-Envelope-Id: ${reportedId}\r\nReporting-MTA`)
      .replace('Ana@example.org', 'ana.acasa@example.org');
    const recipients = ['ana@example.org', 'ana.acasa@example.org'];
    expect(await reportsIn(Buffer.from(forwarded))).toEqual([{ ...of, recipients, kind: 'bounced', status: '5.1.1' }]);
  });

  it.each([
    ['unsubscribe abc-_1', 'abc-_1'],
    [' Unsubscribe  abc ', 'abc'],
    ['Re: unsubscribe abc', null],
    ['unsubscribe', null],
    ['unsubscribe a b', null],
  ])('of somebody who leaves holds a token: %j', async (subject, leaving) => {
    expect(await readReturned(`From: ana@example.org\r\nSubject: ${subject}\r\n\r\n`)).toEqual({
      reports: [],
      leaving,
    });
  });

  it.each([
    [
      'an answer out of office',
      'Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nStatus: 5.1.1\r\nAction: failed',
    ],
    ['nothing', ''],
    ['bytes', '\u0000\u0001'],
  ])('is not %s', async (_name, raw) => expect(await reportsIn(Buffer.from(raw))).toEqual([]));
});
