import { client } from './hey/client.gen.js';
import * as sdk from './hey/sdk.gen.js';

// A program over the client of @hey-api/openapi-ts. It stands beside what that generates when it is compiled.

const [, , baseUrl = '', key = '', id = ''] = process.argv;
client.setConfig({ baseUrl, auth: key });

async function must<T>(answer: Promise<{ data: T; error: undefined } | { data: undefined; error: unknown }>) {
  const { data, error } = await answer;
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data as NonNullable<T>;
}

const live = await must(sdk.healthProcessLive());
const sessions = await must(sdk.eventsCivicEventFind({ query: { series: 'consultation-sessions' } }));
const one = await must(sdk.eventsCivicEventGet({ path: { id } }));
const attendance = await must(sdk.eventsAttendanceGet({ path: { id } }));
const planned = await must(
  sdk.eventsCivicEventPlan({
    body: {
      kind: 'debate',
      title: { ro: 'Dezbatere sintetică' },
      startsAt: '2031-04-10T09:30:00+03:00',
      endsAt: '2031-04-10T16:00:00+03:00',
    },
  }),
);
const published = await must(sdk.eventsCivicEventPublish({ path: { id: planned.id } }));
const receipt = await must(
  sdk.feedbackPetitionRegister({
    body: {
      kind: 'complaint',
      category: 'street-lighting',
      text: 'O lampă sintetică este stinsă.',
      petitioner: { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.ro' },
    },
  }),
);
const petition = await must(sdk.feedbackPetitionGet({ path: { id: receipt.id } }));
const facilities = await must(sdk.facilitiesFacilityFind({ query: { near: '26.11,44.39', limit: 3 } }));
const consent = await must(sdk.notificationsSubscriberConsent());

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
    facilities: facilities.items.length,
    consent: consent.version,
  }),
);
