import type { DisseminationEvent, Logged } from './dissemination.events.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
export const at = '2026-05-20T09:00:00.000Z';

/** Posters, as the specs know them. */
export const posters = {
  title: { ro: 'Harta facilităților digitale', en: 'Map of digital facilities' },
  programmeId: id(1),
  civicEventId: null,
  deliverableId: id(2),
  channel: 'posters',
  channelName: null,
  place: 'Stații de tramvai',
  period: { from: '2026-05-01', to: '2026-05-31' },
  audiences: ['elderly', 'pensioners'],
  quantity: { count: 200, unit: 'copies' },
  cost: { amount: 1250.5, currency: 'RON' },
  source: 'Serviciul comunicare',
};

export const estimate = {
  people: 12_000,
  source: 'Raportul operatorului',
  method: 'Validări pe linie',
  countedOn: '2026-05-19',
};

export const material = {
  materialId: id(4),
  name: 'Afișul hărții.png',
  type: 'image/png',
  size: 2048,
  sha256: 'a'.repeat(64),
};

const logged: Logged = { ...posters, status: 'suggested', doneOn: null, reason: null, at };
const done: Logged = { ...logged, status: 'done', doneOn: '2026-05-18' };
const reached = { ...estimate, reachId: id(3), programmeId: posters.programmeId, channel: posters.channel, at };

/** One event of each type. */
export const events = {
  DisseminationLogged: logged,
  DisseminationChanged: { ...logged, place: 'Stații de autobuz' },
  DisseminationPlanned: { ...logged, status: 'planned' },
  DisseminationDone: done,
  DisseminationCancelled: { ...done, status: 'cancelled', reason: { ro: 'Nu s-a mai tipărit.' } },
  ReachReported: reached,
  ReachCorrected: {
    ...reached,
    people: 11_000,
    reportedPeople: estimate.people,
    reason: { ro: 'O linie fusese numărată de două ori.' },
  },
  MaterialAdded: material,
  MaterialRemoved: { materialId: material.materialId },
} satisfies { [E in DisseminationEvent as E['type']]: E['data'] };
