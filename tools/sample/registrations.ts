import type { Api, Step } from './api.ts';
import { sampleId } from './ids.ts';
import { syntheticProgrammeId } from './synthetic-programme.ts';

/** A session to come, with people who registered; all of it made up, and named synthetic. */
export const upcomingId = sampleId('session', 'upcoming');

const path = `/events/v1/civic-events/${upcomingId}`;

interface Desk {
  readonly state: string;
}

async function announce(api: Api): Promise<void> {
  await api.post('/events/v1/civic-events', {
    id: upcomingId,
    programmeId: syntheticProgrammeId,
    kind: 'consultation',
    title: {
      ro: 'Sesiune de consultare viitoare (date sintetice)',
      en: 'A consultation session to come (synthetic data)',
    },
    description: {
      ro: 'Un exemplu de înscriere: locuri, locuri rezervate și listă de așteptare. Niciun participant nu este real.',
      en: 'An example of registration: seats, reserved seats and a waiting list. No participant is real.',
    },
    startsAt: '2031-05-14T10:00:00+03:00',
    endsAt: '2031-05-14T13:00:00+03:00',
    venue: { name: 'Sala Exemplu', address: 'Strada Exemplului nr. 8, București' },
    capacity: 6,
  });
  const { status } = (await api.get<{ status: string }>(path)).body;
  if (status === 'planned') await api.post(`${path}/publish`);
}

/** Only where nobody has arranged it otherwise. */
async function arrange(api: Api): Promise<void> {
  const { state } = (await api.get<Desk>(`${path}/registration`)).body;
  if (state !== 'not-arranged') return;
  await api.put(`${path}/registration`, {
    capacity: 6,
    reserved: [{ category: 'ngo-member', seats: 2 }],
    waitingList: true,
    confirmation: 'none',
    opensAt: '2023-05-02T09:00:00+03:00',
    closesAt: '2031-05-13T18:00:00+03:00',
  });
}

const categories = ['ngo-member', ...Array<string>(6).fill('citizen'), 'university'];

const contactOf = (number: number) => ({ channel: 'email', address: `participant-sintetic-${number}@example.org` });

/** Four citizens find a seat, and two reserved ones are for members of organisations: three people wait. */
const register = categories.map(
  (category, index): Step =>
    (api) =>
      api.post(`${path}/registrations`, {
        id: sampleId('registration', index + 1),
        name: `Participant Sintetic ${index + 1}`,
        contact: contactOf(index + 1),
        category,
      }),
);

/** Two people who have not answered yet. */
async function invite(api: Api): Promise<void> {
  await api.post(`${path}/invitations`, {
    invitations: [21, 22].map((number) => ({
      id: sampleId('invitation', number),
      name: `Invitat Sintetic ${number}`,
      contact: contactOf(number),
      category: 'social-partner',
    })),
  });
}

export const registrationSteps: readonly Step[] = [announce, arrange, ...register, invite];
