import { randomUUID } from 'node:crypto';
import { startProcess } from '@ecou/runtime';
import { factsOf, structureOf, textOf } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../../context.js';
import { startEventsWith, type EventsApi } from '../../testing/events-api.js';
import { feedback, publishResults } from '../../testing/feedback.js';

import { agenda, points, resultsOf, sessions } from '../../testing/sessions.js';

const [, second] = sessions;
/** Synthetic. */
const institution = 'Primăria Exemplului & Țărmului';

describe('the report as PDF', () => {
  let api: EventsApi;
  let id: string;
  let first: Buffer;

  const pdfOf = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${api.test.visitor.url}/events/v1/civic-events/${id}/reports/${query}`, { headers });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  beforeAll(async () => {
    api = await startEventsWith({ ECOU_INSTITUTION: institution }, feedback);
    id = await api.civicEvent('held', { ...second.plan, activity: null });
    await api.put(`/civic-events/${id}/agenda`, agenda);
    await api.put(`/civic-events/${id}/attendance`, second.attendance);
    for (const point of points) await api.post(`/civic-events/${id}/discussion-points`, point);
    await publishResults(api.test, resultsOf(id, randomUUID()));
    await api.resultsRecorded(id);
    await api.post(`/civic-events/${id}/reports`, { version: 1 });
    first = (await pdfOf('1?format=pdf')).bytes;
  });

  afterAll(() => api.test.stop());

  it('holds the facts of the report, diacritics included', async () => {
    const text = (await textOf(first)).replaceAll(/\s+/g, ' ');
    for (const fact of [
      'Sesiune de consultare II',
      '11 aprilie 2023',
      '6 h 30 min (09:30–16:00)',
      'Fresh Bistro, Schitu Măgureanu nr. 8, București',
      'Membri ai ONG-urilor 17',
      'Reprezentanți ai instituțiilor publice 3',
      'Membri ai echipei de proiect 23',
      'Cifre neconcordante. Suma categoriilor este 43, iar totalul este 23.',
      'Harta facilităților digitale',
      'Un discount pentru cei care plătesc digital [Recomandare] (stimulente, plăți)',
      '17 din 23 de participanți',
      'Cât mai multe legături utile pe hartă',
      'Versiunea 1, publicată la',
      'pagina 1 din 2',
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).not.toMatch(/[şţ]/);
  });

  it('is tagged, with title, author, version and position', async () => {
    const facts = await factsOf(first);
    const { body } = await api.get(`/civic-events/${id}/reports/1`);
    expect(facts).toMatchObject({
      Title: 'Raport de eveniment: Sesiune de consultare II',
      Author: institution,
      Keywords: `${id}, version 1, position ${body.position}`,
      Tagged: 'yes',
      'PDF version': '1.7',
      'Page size': '595.28 x 841.89 pts (A4)',
    });
    expect(facts['Subject']).toContain('Versiunea 1');
    const bytes = first.toString('latin1');
    expect(bytes).toContain('/Lang (ro)');
    expect(bytes).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(bytes).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(bytes).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    // XMP is XML.
    expect(Buffer.from(bytes, 'latin1').toString('utf8')).toContain(
      '<rdf:li>Primăria Exemplului &amp; Țărmului</rdf:li>',
    );
  });

  it('has headings, lists and tables with header cells', async () => {
    const structure = await structureOf(first);
    const lines = structure.split('\n').map((line) => line.trim());
    const under = (tag: string) => lines.filter((_line, index) => (lines[index - 1] ?? '').startsWith(tag));
    expect(under('H1')).toEqual(['"Sesiune de consultare II"']);
    expect(under('H2')).toContain('"Puncte de discuție"');
    expect(structure).toMatch(/TH <[^>]+>:[^"]*\/Scope \/Column[^"]*"Categoria"/);
    expect(structure).toMatch(/TH <[^>]+>:[^"]*\/Scope \/Row[^"]*"Membri ai ONG-urilor"/);
    expect(structure).toMatch(/LI \(block\)\s+Lbl[^"]*"•"\s+LBody[^"]*"Proiectul"/);
    expect(structure).not.toContain('pagina 1 din');
  });

  it('is in English where that is asked for, and marks what is in Romanian only', async () => {
    const { bytes } = await pdfOf('1?format=pdf&lang=en');
    const text = (await textOf(bytes)).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Members of NGOs 17');
    expect(text).toContain('The categories add up to 43, the total is 23.');
    expect(bytes.toString('latin1')).toContain('/Lang (en)');
  });

  it('is asked for by Accept as well, with an ETag of its own', async () => {
    const accept = { accept: 'application/pdf' };
    const { response, bytes } = await pdfOf('latest', accept);
    expect(bytes.equals(first)).toBe(true);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('vary')).toContain('Accept');
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+-pdf\b.*"$/);
    expect((await pdfOf('latest', { ...accept, 'if-none-match': etag })).response.status).toBe(304);
    expect((await pdfOf('latest')).response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is another document under another name of the institution', async () => {
    const etag = (await pdfOf('latest?format=pdf')).response.headers.get('etag') ?? '';
    const renamed = await startProcess({
      contexts: [eventsContext],
      env: {
        PORT: '0',
        HOST: '127.0.0.1',
        DATABASE_URL: api.test.databaseUrl,
        ECOU_SECRET: 'a secret of tests only, long enough',
        ECOU_INSTITUTION: 'Primăria Redenumită',
        LOG_LEVEL: 'error',
      },
    });
    try {
      const address = `${renamed.url}/events/v1/civic-events/${id}/reports/latest?format=pdf`;
      const answer = await fetch(address, { headers: { 'if-none-match': etag } });
      expect(answer.status).toBe(200);
      expect(await factsOf(Buffer.from(await answer.arrayBuffer()))).toMatchObject({ Author: 'Primăria Redenumită' });
    } finally {
      await renamed.stop();
    }
  });

  it('of an earlier version stays the same, byte for byte, whatever came after it', async () => {
    await api.post(`/civic-events/${id}/attendance/corrections`, { total: 43, reason: { ro: 'Numărate din nou' } });
    const changeNote = { ro: 'Prezența a fost corectată' };
    expect((await api.post(`/civic-events/${id}/reports`, { version: 2, changeNote })).status).toBe(201);
    expect((await pdfOf('1?format=pdf')).bytes.equals(first)).toBe(true);
    const text = (await textOf((await pdfOf('2?format=pdf')).bytes)).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Numărate din nou');
    expect(text).toMatch(
      /Versiunea 1, publicată la [^.]+\. .*Versiunea 2, publicată la [^.]+\. Ce s-a schimbat: Prezența a fost corectată/,
    );
    const { body: page } = await api.get(`/civic-events/${id}/reports/2?format=html`);
    expect(page).toMatch(/Versiunea 1, publicată la .*Ce s-a schimbat: Prezența a fost corectată/);
  });
});
