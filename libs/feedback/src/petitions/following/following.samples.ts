import type { FollowingEvent } from './following.events.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;

/** Somebody who follows a petition, as the specs know them. */
export const asked: FollowingEvent = {
  type: 'FollowingAsked',
  data: {
    petitionId: id(1),
    number: '2026-000123',
    language: 'ro',
    consentText: 'Sunt de acord să primesc la această adresă vești despre starea petiției.',
    channel: 'email',
    address: { subject: id(2), codec: 'plain', value: 'ana@example.org' },
    askedAt: '2026-05-20T09:00:00.000Z',
  },
};
