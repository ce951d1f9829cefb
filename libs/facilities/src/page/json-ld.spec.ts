import { describe, expect, it } from '@jest/globals';
import { library } from '../facility/facility.samples.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { regularHours } from '@ecou/runtime/hours';
import { governmentServiceOf, type Described } from './json-ld.js';

const incentive = { ...library.incentives[0]!, state: 'running' as const, nextOn: '2027-01-01' };

const facility: FacilityAnswer = {
  ...library,
  incentives: [incentive],
  id: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  status: 'open',
  reason: null,
  verified: null,
  verifyDueOn: null,
  version: 1,
  changedAt: '2026-03-01T10:00:00.000Z',
};

/** The Monday before the National Day, which falls on the Tuesday. */
const now = Date.parse('2026-11-30T10:00:00+02:00');

const describedAs = (more: Partial<FacilityAnswer> = {}, others: Partial<Described> = {}): Described => ({
  facility: { ...facility, ...more },
  kind: 'bibliotecă',
  lang: 'ro',
  publisher: { institution: 'Primăria Exemplu', publicUrl: 'https://ecou.example.ro' },
  area: 'Sectorul Exemplu',
  hours: regularHours('Mo-Fr 10:00-18:00; PH off', now, 28),
  pointHours: new Map(library.assistancePoints.map(({ id }) => [id, regularHours('Tu 10:00-14:00', now, 28)])),
  ...others,
});

const day = (name: string) => `https://schema.org/${name}`;

describe('a facility in the words of schema.org', () => {
  it('is a GovernmentService with all that is known of it', () => {
    const url = `https://ecou.example.ro/facilities/v1/facilities/${facility.id}`;
    expect(governmentServiceOf(describedAs())).toEqual({
      '@context': 'https://schema.org',
      '@type': 'GovernmentService',
      '@id': url,
      identifier: facility.id,
      url: `${url}?format=html&lang=ro`,
      name: 'Biblioteca Șotron',
      description: 'Calculatoare și ajutor la formulare.',
      serviceType: 'bibliotecă',
      provider: {
        '@type': 'Organization',
        name: 'Biblioteca',
        contactPoint: { '@type': 'ContactPoint', telephone: '021 000 00 00', email: 'biblioteca@example.ro' },
      },
      areaServed: { '@type': 'AdministrativeArea', name: 'Sectorul Exemplu' },
      availableChannel: [
        {
          '@type': 'ServiceChannel',
          serviceLocation: {
            '@type': 'Place',
            name: 'Biblioteca Șotron',
            address: 'Strada Exemplului 1',
            geo: { '@type': 'GeoCoordinates', latitude: 44.4, longitude: 26.1 },
          },
        },
        { '@type': 'ServiceChannel', servicePhone: { '@type': 'ContactPoint', telephone: '021 000 00 00' } },
        { '@type': 'ServiceChannel', servicePhone: { '@type': 'ContactPoint', telephone: '0210000000' } },
        {
          '@type': 'ServiceChannel',
          name: 'Biroul de la intrare',
          availableLanguage: ['ro', 'en'],
          serviceLocation: expect.objectContaining({
            name: 'Biroul de la intrare',
            address: 'Strada Exemplului 1',
            openingHoursSpecification: [expect.objectContaining({ dayOfWeek: [day('Tuesday')], opens: '10:00' })],
          }),
        },
      ],
      availableLanguage: ['ro', 'en'],
      hoursAvailable: [
        {
          '@type': 'OpeningHoursSpecification',
          dayOfWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map(day),
          opens: '10:00',
          closes: '18:00',
          validFrom: '2026-11-30',
          validThrough: '2026-12-27',
        },
        ...[
          ['2026-11-30', 'Monday'],
          ['2026-12-01', 'Tuesday'],
          ['2026-12-25', 'Friday'],
        ].map(([date, name]) => ({
          '@type': 'OpeningHoursSpecification',
          dayOfWeek: day(name ?? ''),
          ...{ opens: '00:00', closes: '00:00', validFrom: date, validThrough: date },
        })),
      ],
      offers: [
        {
          '@type': 'Offer',
          name: 'Permis gratuit',
          description: 'Pentru cei care vin prima dată.',
          validFrom: '2026-01-01',
          validThrough: '2026-12-31',
        },
      ],
    });
  });

  it('is of the institution where nobody else runs it, and has the addresses by which it is reached', () => {
    const links = [
      { kind: 'payment' as const, url: 'https://plati.example.ro', title: null },
      { kind: 'guide' as const, url: 'https://ghid.example.ro', title: null },
      { kind: 'service' as const, url: 'sms:7424', title: null },
    ];
    const online = { links, operator: null, contact: null, position: null, address: null, assistancePoints: [] };
    expect(governmentServiceOf(describedAs({ ...online, incentives: [] }, { area: '', hours: null }))).toMatchObject({
      provider: { '@type': 'GovernmentOrganization', name: 'Primăria Exemplu', url: 'https://ecou.example.ro' },
      availableChannel: [
        { '@type': 'ServiceChannel', serviceUrl: 'https://plati.example.ro' },
        { '@type': 'ServiceChannel', serviceSmsNumber: { telephone: '7424' } },
      ],
    });
  });

  it('leaves out what is not known, and offers whose time is over', () => {
    const silent = governmentServiceOf(
      describedAs(
        { assistancePoints: [], incentives: [{ ...incentive, state: 'over', nextOn: null }], status: 'suspended' },
        { area: '' },
      ),
    );
    for (const name of ['areaServed', 'offers', 'hoursAvailable', 'availableLanguage'])
      expect(silent).not.toHaveProperty(name);
  });

  it('is open until the last minute of a day that it is open to the end of', () => {
    const hours = regularHours('24/7', now, 28);
    expect(governmentServiceOf(describedAs({}, { hours }))).toMatchObject({
      hoursAvailable: [{ opens: '00:00', closes: '23:59', dayOfWeek: { length: 7 } }],
    });
  });
});
