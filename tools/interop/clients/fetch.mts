import createClient from 'openapi-fetch';
import type { paths } from './types.js';

// A program over the types of openapi-typescript. It stands beside what that generates when it is compiled.

const [, , baseUrl = '', key = '', session = ''] = process.argv;
const api = createClient<paths>({ baseUrl });
const authorised = { headers: { Authorization: `Bearer ${key}` } };

/** The JSON of an answer: where a page or a table may be asked for too, the types know a text as well. */
function must<T>({ data, error }: { data?: T | undefined; error?: unknown }): Exclude<T, string> {
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data as Exclude<T, string>;
}

const live = must(await api.GET('/health/live'));
const sessions = must(
  await api.GET('/events/v1/civic-events', { params: { query: { series: 'consultation-sessions' } } }),
);
const one = must(await api.GET('/events/v1/civic-events/{id}', { params: { path: { id: session } } }));
const attendance = must(
  await api.GET('/events/v1/civic-events/{id}/attendance', { params: { path: { id: session } } }),
);
const planned = must(
  await api.POST('/events/v1/civic-events', {
    ...authorised,
    body: {
      kind: 'debate',
      title: { ro: 'Dezbatere sintetică' },
      startsAt: '2031-04-10T09:30:00+03:00',
      endsAt: '2031-04-10T16:00:00+03:00',
    },
  }),
);
const published = must(
  await api.POST('/events/v1/civic-events/{id}/publish', { ...authorised, params: { path: { id: planned.id } } }),
);
const receipt = must(
  await api.POST('/feedback/v1/petitions', {
    ...authorised,
    body: {
      kind: 'complaint',
      category: 'street-lighting',
      text: 'O lampă sintetică este stinsă.',
      petitioner: { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.ro' },
    },
  }),
);
const petition = must(
  await api.GET('/feedback/v1/petitions/{id}', { ...authorised, params: { path: { id: receipt.id } } }),
);
const facilities = must(
  await api.GET('/facilities/v1/facilities', { params: { query: { near: '26.11,44.39', limit: 3 } } }),
);
const consent = must(await api.GET('/notifications/v1/consent'));

console.log(
  JSON.stringify({
    live: live.live,
    sessions: sessions.items.length,
    kind: one.kind,
    difference: attendance.difference,
    planned: planned.version,
    published: published.version,
    numbered: /^\d{4}-\d{6}$/.test(receipt.number),
    petition: petition.status,
    // GeoJSON, too, is JSON.
    facilities: 'items' in facilities ? facilities.items.length : null,
    consent: consent.version,
  }),
);
