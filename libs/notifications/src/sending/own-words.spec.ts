import { streamOf } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { Links } from '../subscribers/links/links.js';
import { wording, wordingId } from '../wordings/wording/wording.aggregate.js';
import { inWords, OwnWords, type BuiltIn } from './own-words.js';
import { exampleOf } from './templates/catalogue/examples.js';
import { sampleLinks } from './templates/catalogue/sample-links.js';
import { valuesOf } from './templates/catalogue/values.js';
import { contentOf, renderContent, valuesIn } from './templates/render.js';

const links = sampleLinks(
  new Links({ secret: 'a secret of tests only, long enough', publicUrl: 'https://ecou.test' }),
  'ro',
);
const sender = { institution: 'Primăria Sectorului 9', mark: 'data:image/png;base64,AA==' };

function builtIn(change: Record<string, string> = {}, name = 'report-published', version = 2): BuiltIn {
  const variables = { ...exampleOf(name), ...change };
  const said = { template: { name, version }, language: 'ro', variables } as const;
  return {
    name,
    content: contentOf(said, links),
    values: () => valuesOf(name, valuesIn(said), { language: 'ro', links }),
  };
}

const text = {
  subject: 'Raport nou: {{title}}',
  body: 'Bună ziua,\n\nRaportul **{{title}}** poate fi citit [aici](https://example.org).\n\n{{#note}}*De ce:* {{note}}{{/note}}',
  action: null,
};
const shown = (of: BuiltIn, change: Partial<typeof text> & { action?: string | null } = {}) => {
  const { content, fault } = inWords(of, { ...text, ...change });
  return { ...renderContent(content, 'ro', sender), fault };
};

describe("the institution's own words", () => {
  it('stand in place of the subject and the paragraphs only', () => {
    const { subject, text: plain, html, fault } = shown(builtIn({ title: 'Parcul Exemplu' }));
    expect(fault).toBeNull();
    expect(subject).toBe('Raport nou: Parcul Exemplu');
    expect(plain).toContain(
      'Raportul Parcul Exemplu poate fi citit aici (https://example.org).\n\nDe ce: Motiv sintetic.',
    );
    expect(plain.startsWith('Primăria Sectorului 9\n\nBună ziua,')).toBe(true);
    for (const added of [links.unsubscribe, links.preferences, 'Primiți acest mesaj pentru că', 'Citiți raportul:'])
      expect(plain).toContain(added);
    expect(html).toContain('<strong>Parcul Exemplu</strong>');
    expect(html).toContain('<a href="https://example.org">aici</a>');
    expect(html).toContain('<em>De ce:</em>');
    expect(html).toContain('cid:mark@ecou');
  });

  it('may name the link', () => {
    const { content } = inWords(builtIn(), { ...text, action: 'Citiți „{{title}}”' });
    expect(content.action).toEqual({
      label: 'Citiți „Dezbatere sintetică: Parcul Exemplu”',
      href: builtIn().content.action.href,
    });
  });

  it('show values as text, never as markup or a header', () => {
    const title = '<script>alert(1)</script> **a** [b](https://evil.example)\r\nBcc: all@example.org';
    const { subject, html, text: plain } = shown(builtIn({ title }));
    const line = '<script>alert(1)</script> **a** [b](https://evil.example) Bcc: all@example.org';
    expect(subject).toBe(`Raport nou: ${line}`);
    expect(plain).toContain(`Raportul ${line} poate`);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('href="https://evil.example"');
  });

  it('keep what goes along with a message', () => {
    const seat = inWords(builtIn({}, 'registration-confirmed', 1), {
      subject: 'Loc: {{title}}',
      body: '{{startsAt}}: {{doorCode}}',
      action: null,
    });
    expect(seat.content.attachments).toMatchObject([{ kind: 'code' }, { kind: 'calendar' }]);
    expect(seat.content.paragraphs).toEqual([`vineri, 11 aprilie 2031 la 09:30: ${links.doorCode('')}`]);
  });

  it('of a text message leave the paragraphs as they are', () => {
    const { content } = inWords(builtIn(), { subject: 'Raport: {{title}}', body: null, action: null });
    expect(content).toMatchObject({ ...builtIn().content, subject: 'Raport: Dezbatere sintetică: Parcul Exemplu' });
    expect(content.rich).toBeUndefined();
  });
});

describe('words that cannot be shown', () => {
  it.each([
    ['a variable that the template has no more', { body: '{{title}} {{gone}}' }, 'body', 'VARIABLE_UNKNOWN'],
    ['a syntax that is not taken any more', { body: '{{title}} {{{note}}}' }, 'body', 'TAG_NOT_ALLOWED'],
    ['a subject of which nothing is left', { subject: '{{#lost}}a{{/lost}}' }, 'subject', 'VARIABLE_UNKNOWN'],
    ['an empty subject', { subject: '{{^note}}a{{/note}}' }, 'subject', 'TEXT_EMPTY'],
    ['a subject without end', { subject: 'a'.repeat(5_000) }, 'subject', 'NOT_RENDERED'],
  ])('give way to the built-in ones: %s', (_, change, field, rule) => {
    const { content, fault } = inWords(builtIn(), { ...text, ...change });
    expect(fault).toEqual({ field, rule });
    expect(content).toEqual(builtIn().content);
  });

  it('give way where a value is missing that has to be shown', () => {
    const { fault } = inWords({ ...builtIn(), values: () => ({}) }, text);
    expect(fault).toEqual({ field: 'body', rule: 'VARIABLE_MISSING' });
  });
});

describe('a version', () => {
  const key = { purpose: 'report-published', language: 'ro', channel: 'every' } as const;
  const id = wordingId(key);
  const drafted = {
    ...{ id, stream: streamOf(wording.category, id), type: 'WordingDrafted', version: 1, schemaVersion: 1 },
    data: { ...key, version: 1, text, draftedAt: '2026-05-20T09:00:00.000Z' },
  };
  let reads = 0;
  const store = {
    readStream: () => {
      reads += 1;
      return Promise.resolve([drafted as never]);
    },
  };

  it('is read once, since it never changes', async () => {
    const words = new OwnWords(store);
    const first = await words.of(builtIn(), { id, version: 1 });
    expect(await words.of(builtIn(), { id, version: 1 })).toEqual(first);
    expect([first.content.subject, reads]).toEqual(['Raport nou: Dezbatere sintetică: Parcul Exemplu', 1]);
  });

  it('that there is not gives way to the built-in words', async () => {
    const { content, fault } = await new OwnWords(store).of(builtIn(), { id, version: 2 });
    expect([content, fault]).toEqual([builtIn().content, { field: 'version', rule: 'VERSION_UNKNOWN' }]);
  });

  it('is none where the built-in words were in force', async () =>
    expect(await new OwnWords(store).of(builtIn(), undefined)).toEqual({ content: builtIn().content, fault: null }));
});
