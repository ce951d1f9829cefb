import { describe, expect, it } from '@jest/globals';
import { MailIds } from './mail-ids.js';

const ids = new MailIds('a secret of tests only, long enough');
const messageId = '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34';
const mailId = ids.of(messageId);

describe('the id of a mail', () => {
  it('tells the message, also where somebody changed the size of its letters', () => {
    expect(ids.read(mailId)).toBe(messageId);
    expect(ids.read(mailId.toUpperCase())).toBe(messageId);
  });
  it('is none of another deployment', () => {
    expect(new MailIds('another secret of tests, long enough').read(mailId)).toBeUndefined();
  });
  it('is none when any of its characters is another', () => {
    for (let index = 0; index < mailId.length; index += 1) {
      const other = mailId[index] === 'a' ? 'b' : 'a';
      expect(ids.read(mailId.slice(0, index) + other + mailId.slice(index + 1))).toBeUndefined();
    }
  });
  it.each(['', messageId, `${messageId}.`, `${mailId}0`, ` ${mailId}`])('is none: %j', (text) => {
    expect(ids.read(text)).toBeUndefined();
  });
});
