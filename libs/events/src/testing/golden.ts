// What golden events of all rooms share.

export const id = (last: number) => `6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a${String(last).padStart(4, '0')}`;
export const at = '2023-05-02T09:00:00.000Z';

export const times = {
  startsAt: '2023-04-11T09:30:00.000+03:00',
  endsAt: '2023-04-11T16:00:00.000+03:00',
  timeZone: 'Europe/Bucharest',
};
export const announcement = {
  programmeId: id(0),
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare II', en: 'Consultation session II' },
  series: { name: 'consultation-sessions', place: 2 },
  ...times,
  format: 'hybrid',
  venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
  onlineAddress: 'https://example.org/room',
  languages: ['ro'],
};
