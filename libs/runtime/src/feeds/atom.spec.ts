import { describe, expect, it } from '@jest/globals';
import { atomOf, type AtomFeed } from './atom.js';

const feed: AtomFeed = {
  title: 'Primăria <Exemplu> & Asociații: Publicații',
  author: 'Primăria <Exemplu> & Asociații',
  lang: 'ro',
  self: 'https://ecou.example.ro/events/v1/publications.atom?lang=ro&kind=a b',
  alternate: 'https://ecou.example.ro',
  entries: [
    {
      id: '2b7e1516-28ae-4d2a-a6ab-f7158809cf4f',
      title: 'Raport publicat: Străzi & "piețe" <b>\u0007]]>',
      link: 'https://ecou.example.ro/r?format=html&lang=ro',
      at: '2026-10-01T10:00:00+03:00',
      summary: "versiunea 2. L-a scris d'Or",
      category: { term: 'report-published', label: 'Raport publicat' },
    },
    {
      id: '6bc1bee2-2e40-4f96-a93d-7e117393172a',
      title: 'Eveniment anunțat',
      link: 'https://ecou.example.ro/e',
      at: '2026-09-30T08:00:00Z',
      summary: '',
      category: { term: 'civic-event-published', label: 'Eveniment anunțat' },
    },
  ],
};

/** As the package `feed` 6.0.0 wrote it. */
const written = `<?xml version="1.0" encoding="utf-8"?>
<feed xml:lang="ro" xmlns="http://www.w3.org/2005/Atom">
    <id>https://ecou.example.ro/events/v1/publications.atom?lang=ro&amp;kind=a b</id>
    <title>Primăria &lt;Exemplu&gt; &amp; Asociații: Publicații</title>
    <updated>2026-10-01T07:00:00.000Z</updated>
    <generator>Ecou</generator>
    <author>
        <name>Primăria &lt;Exemplu&gt; &amp; Asociații</name>
    </author>
    <link rel="alternate" href="https://ecou.example.ro/"/>
    <link rel="self" href="https://ecou.example.ro/events/v1/publications.atom?lang=ro&amp;kind=a%20b"/>
    <entry>
        <title type="html"><![CDATA[Raport publicat: Străzi &amp; "piețe" &lt;b&gt;]]&gt;]]></title>
        <id>urn:uuid:2b7e1516-28ae-4d2a-a6ab-f7158809cf4f</id>
        <link href="https://ecou.example.ro/r?format=html&amp;lang=ro"/>
        <updated>2026-10-01T07:00:00.000Z</updated>
        <summary type="html"><![CDATA[versiunea 2. L-a scris d'Or]]></summary>
        <category label="Raport publicat" term="report-published"/>
        <published>2026-10-01T07:00:00.000Z</published>
    </entry>
    <entry>
        <title type="html"><![CDATA[Eveniment anunțat]]></title>
        <id>urn:uuid:6bc1bee2-2e40-4f96-a93d-7e117393172a</id>
        <link href="https://ecou.example.ro/e"/>
        <updated>2026-09-30T08:00:00.000Z</updated>
        <category label="Eveniment anunțat" term="civic-event-published"/>
        <published>2026-09-30T08:00:00.000Z</published>
    </entry>
</feed>`;

describe('an Atom feed', () => {
  it('is the document that readers had before, byte for byte', () => {
    expect(atomOf(feed)).toBe(written);
  });

  it('was updated in 1970 where it has no entry', () => {
    expect(atomOf({ ...feed, entries: [] })).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
  });

  it('refuses a link that is no address', () => {
    const [entry] = feed.entries;
    expect(() => atomOf({ ...feed, entries: entry ? [{ ...entry, link: 'javascript' }] : [] })).toThrow('Invalid URL');
  });
});
