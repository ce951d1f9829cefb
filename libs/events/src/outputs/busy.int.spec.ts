import { setTimeout as sleep } from 'node:timers/promises';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi } from '../registration/testing/registrations.js';
import { points, sessions } from '../testing/sessions.js';
import { reportPdf } from './report/pdf/report-pdf.js';
import type { ReportAnswer } from './report/report.schemas.js';

/** Versions of a report: each is a document of its own, in two languages. */
const versions = 6;
const strangers = 12;
/** Milliseconds, on a machine that does nothing else: far more than an answer takes, and less than a document does. */
const atRest = 50;

let api: RegistrationApi;
let report: string;
let code: string;

beforeAll(async () => {
  api = new RegistrationApi(await startTestProcess([eventsContext], { clock: new TestClock() }));
  const [, second] = sessions;
  const id = await api.civicEvent('held', { ...second.plan, activity: null });
  await api.put(`/civic-events/${id}/attendance`, second.attendance);
  for (const point of points) await api.post(`/civic-events/${id}/discussion-points`, point);
  for (let version = 1; version <= versions; version += 1) {
    const body = version === 1 ? { version } : { version, changeNote: { ro: `Corectura ${version}` } };
    expect((await api.post(`/civic-events/${id}/reports`, body)).status).toBe(201);
  }
  report = `/events/v1/civic-events/${id}/reports`;
  const registrable = await api.opened({ capacity: 5 });
  const { body } = await api.register(registrable);
  code = `/events/v1/civic-events/${registrable}/registrations/${body.id}/code?format=png&token=${body.token}`;
});
afterAll(() => api.test.stop());

/** The addresses of documents that nobody asked for yet. */
const documents = Array.from(
  { length: 2 * versions },
  (_, index) => `${(index >> 1) + 1}?format=pdf&lang=${index % 2 ? 'ro' : 'en'}`,
);

async function fetched(path: string, headers: Record<string, string> = {}): Promise<{ ms: number; bytes: Buffer }> {
  const began = performance.now();
  const response = await fetch(`${api.test.process.url}${path}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status).toBe(200);
  return { ms: performance.now() - began, bytes };
}

/** The wait for an answer about health while something runs, which all but one in a hundred stay under. */
async function waitsWhile(running: Promise<unknown>): Promise<number> {
  const waits: number[] = [];
  const ended = new AbortController();
  void running.finally(() => {
    ended.abort();
  });
  while (!ended.signal.aborted) {
    const due = performance.now() + 5;
    await sleep(5);
    await fetched('/health/live');
    // From the moment at which it wanted to ask, which a blocked loop puts off as well.
    waits.push(performance.now() - due);
  }
  await running;
  waits.sort((one, other) => one - other);
  return waits[Math.ceil(waits.length * 0.99) - 1] ?? NaN;
}

/** Twelve at a time, until all is done. */
function byTwelve(work: readonly (() => Promise<unknown>)[]): Promise<unknown> {
  const left = [...work];
  return Promise.all(
    Array.from({ length: strangers }, async () => {
      for (let next = left.shift(); next; next = left.shift()) await next();
    }),
  );
}

describe('while twelve strangers ask for documents and pictures', () => {
  it('everybody else is answered at once, and is not where they are made in the event loop', async () => {
    // The threads begin, and the code that answers is warm.
    await byTwelve(documents.slice(0, 2).map((path) => () => fetched(`${report}/${path}`)));
    await byTwelve(Array.from({ length: strangers }, () => () => fetched(code)));
    const work = documents.slice(2).flatMap((path) => [() => fetched(`${report}/${path}`), () => fetched(code)]);
    const quiet = await waitsWhile(sleep(1_000));
    const threaded = await waitsWhile(byTwelve(work));
    const { body } = await api.get(`/civic-events/${report.split('/')[4]}/reports/1`);
    const asMany = Array.from({ length: 5 * strangers }, (_, index) => `Primăria ${index}`);
    const blocking = await waitsWhile(
      byTwelve(
        asMany.map(
          (institution) => () => reportPdf({ report: body as ReportAnswer, lang: 'ro', institution, emblems: [] }),
        ),
      ),
    );
    expect(blocking).toBeGreaterThan(atRest);
    expect(threaded).toBeLessThan(blocking);
    // A machine that is busy with other things keeps everybody waiting, whatever is done here.
    if (quiet < atRest / 5) expect(threaded).toBeLessThan(atRest);
  });

  it('a document that was made is kept', async () => {
    const path = `${report}/3?format=pdf&lang=ro`;
    const first = await fetched(path);
    const times: number[] = [];
    for (let left = 20; left > 0; left -= 1) {
      const again = await fetched(path);
      expect(again.bytes.equals(first.bytes)).toBe(true);
      times.push(again.ms);
    }
    const began = performance.now();
    const { body } = await api.get(`/civic-events/${report.split('/')[4]}/reports/3`);
    await reportPdf({ report: body as ReportAnswer, lang: 'ro', institution: 'Primăria Exemplului', emblems: [] });
    const making = performance.now() - began;
    expect(times.sort((one, other) => one - other)[10]).toBeLessThan(making);
  });
});
