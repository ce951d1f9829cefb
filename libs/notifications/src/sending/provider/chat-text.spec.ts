import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '../channel.js';
import { chatTextOf } from './chat-text.js';

const sender = { institution: 'Primăria' };
const outgoing: Pick<Outgoing, 'content' | 'language' | 'unsubscribe'> = {
  language: 'ro',
  unsubscribe: 'https://example.ro/u/1',
  content: {
    subject: 'Raport sintetic',
    paragraphs: ['Bună ziua,', 'Raportul a fost publicat.'],
    action: { label: 'Citiți', href: 'https://example.ro/r/1' },
    notes: ['Renunțați: https://example.ro/u/1'],
  },
};
const whole =
  'Primăria: Raport sintetic\n\nBună ziua,\n\nRaportul a fost publicat.\n\nCitiți:\nhttps://example.ro/r/1\n\nRenunțați: https://example.ro/u/1';

describe('a message in a chat', () => {
  it('has its title first, and its ways at the end', () =>
    expect(chatTextOf(outgoing, sender, 4_096)).toEqual({ text: whole, title: 'Primăria: Raport sintetic'.length }));

  it('shows the parts of a digest', () => {
    const sections = [
      { heading: 'Unu', paragraphs: ['Una.'], action: { label: 'Aici', href: 'https://example.ro/1' } },
    ];
    const { text } = chatTextOf({ ...outgoing, content: { ...outgoing.content, sections } }, sender, 4_096);
    expect(text).toContain('publicat.\n\n• Unu\n\nUna.\n\nAici:\nhttps://example.ro/1\n\nCitiți:');
  });

  it.each([4_096, 500, 200])('that says much has %d units at most, and whole addresses', (most) => {
    const paragraphs = ['Unu.', 'țăran '.repeat(2_000)];
    const { text } = chatTextOf({ ...outgoing, content: { ...outgoing.content, paragraphs } }, sender, most);
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text).toMatch(
      /^Primăria: Raport sintetic\n\nUnu\.\n\nțăran [^]*…\n\nCitiți:\nhttps:\/\/example\.ro\/r\/1\n\nRenunțați: https:\/\/example\.ro\/u\/1$/,
    );
  });

  it('leaves a part out whose address would be cut', () => {
    const paragraphs = ['Unu.', `https://example.ro/${'x'.repeat(5_000)}`, 'Trei.'];
    const { text } = chatTextOf({ ...outgoing, content: { ...outgoing.content, paragraphs } }, sender, 4_096);
    expect(text).toContain('\n\nUnu.\n\n…\n\nCitiți:');
  });

  it('is told in few words where its ways leave no room', () => {
    const notes = ['x'.repeat(5_000)];
    expect(chatTextOf({ ...outgoing, content: { ...outgoing.content, notes } }, sender, 4_096)).toEqual({
      text: 'Primăria: Raport sintetic\nhttps://example.ro/r/1\nRenunțare: https://example.ro/u/1',
      title: 'Primăria: Raport sintetic'.length,
    });
  });
});
