import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Deployment } from '../deployment.ts';
import { median, percentiles, rounded, type Line } from './measure.ts';

const events = 10_000;
const perFile = 5_000;
const rounds = 5;
const prints = 30;

const minutes = (count: number): string => new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString();

/** Synthetic; no two are alike. */
const civicEvent = (index: number) => ({
  id: randomUUID(),
  title: { ro: `Ședința sintetică nr. ${index} despre țărmuri, școli și piețe` },
  description: { ro: 'O descriere sintetică, cu diacritice: ăâîșț.' },
  kind: 'consultation',
  startsAt: minutes(index * 60),
  endsAt: minutes(index * 60 + 90),
  venue: { name: 'Casa Exemplu', address: `Strada Sintetică ${index % 300}, București` },
  series: { name: 'synthetic', place: 1 + (index % 1000) },
  status: 'published',
});

/** A client of the events of a deployment, with the administrator's key. */
function client({ url, key }: Deployment) {
  return async (method: string, path: string, body?: unknown): Promise<string> => {
    const response = await fetch(`${url}/events/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  };
}

type Client = ReturnType<typeof client>;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

async function fill(call: Client, pool: pg.Pool): Promise<void> {
  for (let first = 0; first < events; first += perFile) {
    const rows = Array.from({ length: perFile }, (_, index) => civicEvent(first + index));
    const { created } = JSON.parse(await call('POST', '/imports/civic-events', rows)) as { created: number };
    if (created !== perFile) throw new Error(`Of ${perFile} civic events ${created} were created.`);
  }
  for (let shown = 0; shown < events;) {
    await sleep(100);
    const { rows } = await pool.query<{ count: string }>(
      'SELECT count(*) FROM events.civic_event_list WHERE announced',
    );
    shown = Number(rows[0]?.count);
  }
}

/**
 * Seconds for a calendar of 10,000 civic events, one that is kept and one that nobody has asked for yet, against a SELECT of the same rows that
 * goes out as JSON.
 */
async function benchCalendar(call: Client, pool: pg.Pool): Promise<Line> {
  const plain = async () => {
    const { rows } = await pool.query(
      'SELECT civic_event, modified_at FROM events.civic_event_list WHERE announced ORDER BY starts_at, id',
    );
    return JSON.stringify(rows);
  };
  const calendar = async (criteria: string) => {
    const text = await call('GET', `/calendar.ics${criteria}`);
    const found = text.match(/^BEGIN:VEVENT\r$/gm)?.length;
    if (found !== events) throw new Error(`The calendar holds ${found ?? 0} events.`);
  };
  await calendar('');
  const turns: { kept: number; made: number; plain: number }[] = [];
  for (let round = 0; round < rounds; round += 1)
    turns.push({
      kept: await timed(() => calendar('')),
      // Its own for the criteria, which hold for all.
      made: await timed(() => calendar(`?from=200${round}-01-01`)),
      plain: await timed(plain),
    });
  const seconds = (of: 'kept' | 'made' | 'plain') => rounded(median(turns.map((turn) => turn[of])) / 1000, 2);
  const ratio = (of: 'kept' | 'made') => rounded(median(turns.map((turn) => turn[of] / turn.plain)), 1);
  const [kept, made, comparedTo] = [seconds('kept'), seconds('made'), seconds('plain')];
  const ratios = { kept: ratio('kept'), made: ratio('made') };
  return {
    name: 'icalendar10k',
    result: { kept, made, comparedTo, ratios },
    measured: `${kept} s for a calendar of ${events} civic events that is kept, ${made} s for one that is made: ratios ${ratios.kept} and ${ratios.made}`,
    comparedTo: `${comparedTo} s for a SELECT of the same rows, as JSON`,
    goal: 'ratio <= 2, kept',
    met: ratios.kept <= 2,
  };
}

/** A civic event that was held, with a report of some length; answers the path of its versions. */
async function reported(call: Client): Promise<string> {
  const { id, status: _status, ...plan } = civicEvent(0);
  const path = `/civic-events/${id}`;
  await call('POST', '/civic-events', { id, ...plan });
  await call('POST', `${path}/publish`);
  await call('POST', `${path}/hold`);
  await call('PUT', `${path}/attendance`, { categories: [{ category: 'citizen', count: 23 }], total: 23 });
  for (let index = 0; index < 20; index += 1) {
    const text = { ro: `Propunerea sintetică ${index}: mai multe bănci și mai multă umbră în piețe și în școli.` };
    await call('POST', `${path}/discussion-points`, { kind: 'suggestion', text });
  }
  await call('POST', `${path}/reports`);
  return `${path}/reports`;
}

/**
 * Milliseconds for a report as PDF: one that nobody has asked for yet, of another version or language each time, and one that is kept; against the
 * same report as a page.
 */
async function benchReportPdf(call: Client): Promise<Line> {
  const reports = await reported(call);
  for (let version = 2; version <= prints / 2; version += 1)
    await call('POST', reports, { changeNote: { ro: `Schimbarea sintetică ${version}` } });
  await call('GET', `${reports}/1?format=pdf`);
  const times = { made: [] as number[], kept: [] as number[], html: [] as number[] };
  for (let print = 2; print < prints; print += 1) {
    const path = `${reports}/${1 + Math.floor(print / 2)}?lang=${print % 2 ? 'ro' : 'en'}&format=`;
    times.made.push(await timed(() => call('GET', `${path}pdf`)));
    times.kept.push(await timed(() => call('GET', `${path}pdf`)));
    times.html.push(await timed(() => call('GET', `${path}html`)));
  }
  const [made, kept, html] = [percentiles(times.made), percentiles(times.kept), percentiles(times.html)];
  return {
    name: 'reportPdfMs',
    result: { made, kept, comparedTo: html },
    measured: `made p50 ${made.p50} p99 ${made.p99} ms, kept p50 ${kept.p50} p99 ${kept.p99} ms, for a report with 20 points`,
    comparedTo: `the same report as a page: p50 ${html.p50} p99 ${html.p99} ms`,
    goal: 'p50 made 60 ms, kept 5 ms',
    met: made.p50 <= 60 && kept.p50 <= 5,
  };
}

/** Outputs made of the facts of civic events: calendars and documents. */
export async function benchOutputs(platform: Deployment, databaseUrl: string): Promise<Line[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const call = client(platform);
  try {
    await fill(call, pool);
    return [await benchCalendar(call, pool), await benchReportPdf(call)];
  } finally {
    await pool.end();
  }
}
