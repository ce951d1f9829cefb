import { describe, expect, it } from '@jest/globals';
import { outcomeOf, type SmtpError } from './smtp-outcome.js';

const reply = (command: string, response: string): SmtpError => ({
  code: command === 'RCPT TO' ? 'EENVELOPE' : 'EMESSAGE',
  command,
  response,
  responseCode: Number(response.slice(0, 3)),
});

describe('what a server says', () => {
  it.each<[string, SmtpError, boolean]>([
    ['the recipient is unknown', reply('RCPT TO', '550 5.1.1 No such user'), false],
    ['the mailbox is disabled', reply('RCPT TO', '550 5.2.1 Disabled'), false],
    ['the recipient is refused, without saying why', reply('RCPT TO', '550 No'), false],
  ])('bounces: %s', (_, error, begun) => {
    expect(outcomeOf(error, begun)).toMatchObject({ kind: 'bounced', fault: { code: 550 } });
  });

  it.each<[string, SmtpError, boolean]>([
    ['a policy', reply('RCPT TO', '550 5.7.1 Blocked'), false],
    ['a full mailbox, for good', reply('RCPT TO', '552 5.2.2 Full'), false],
    ['the content', reply('DATA', '554 5.7.1 Spam'), true],
    ['the sender', reply('MAIL FROM', '553 5.1.8 Bad sender'), false],
  ])('is final, and not because of the address: %s', (_, error, begun) => {
    expect(outcomeOf(error, begun)).toMatchObject({ kind: 'failed', permanent: true });
  });

  it.each<[string, SmtpError, boolean]>([
    ['a busy mailbox', reply('RCPT TO', '450 4.2.1 Busy'), false],
    ['no room, after the content', reply('DATA', '452 4.3.1 Full'), true],
    ['a conversation that went wrong', reply('MAIL FROM', '503 Bad sequence'), false],
    ['our own login', { code: 'EAUTH', command: 'AUTH PLAIN', response: '535 5.7.8 No', responseCode: 535 }, false],
    ['nobody listens', { code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }, false],
    [
      'the greeting sends us away',
      { code: 'EPROTOCOL', command: 'CONN', response: '554 No', responseCode: 554 },
      false,
    ],
    ['cut off before the content', { code: 'ECONNECTION', command: 'CONN' }, false],
  ])('may change: %s', (_, error, begun) => {
    expect(outcomeOf(error, begun)).toMatchObject({ kind: 'failed', permanent: false });
  });

  it('is unknown when the content was being handed over and no reply came', () => {
    expect(outcomeOf({ code: 'ECONNECTION', command: 'CONN' }, true)).toEqual({ kind: 'unknown' });
    expect(outcomeOf({ code: 'ETIMEDOUT', command: 'DATA' }, true)).toEqual({ kind: 'unknown' });
  });

  it('is kept as codes, never in its own words, which may name the address', () => {
    const error = reply('RCPT TO', '550 5.1.1 <ana@example.org> is unknown');
    expect(JSON.stringify(outcomeOf(error, false))).not.toContain('ana');
    expect(outcomeOf(error, false)).toMatchObject({
      fault: { stage: 'RCPT TO', reason: 'EENVELOPE', code: 550, enhanced: '5.1.1' },
    });
  });
});
