import type { EndpointEvent, EndpointSettings } from './endpoint.events.js';

/** An endpoint, as the specs know it. */
export const settings: EndpointSettings = {
  url: 'https://systems.example.org/ecou',
  contact: { subject: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34', codec: 'plain', value: 'integrare@example.org' },
  filter: {
    types: ['ecou.feedback.petition-registered.v1'],
    key: null,
    fields: [{ field: 'data.category', equals: 'roads' }],
  },
  ca: null,
  clientCertificate: null,
  clientKey: null,
};

const at = '2026-03-01T10:00:00.000Z';

/** One event of each type. */
export const events = {
  EndpointCreated: { ...settings, owner: 'key:one', after: 40 },
  EndpointChanged: { ...settings, url: 'https://systems.example.org/other' },
  SecretRotated: { secret: 2, olderUntil: '2026-03-02T10:00:00.000Z' },
  EndpointPaused: {
    reason: 'failing',
    position: 41,
    error: 'HTTP 500',
    host: 'systems.example.org',
    contact: settings.contact,
    pausedAt: at,
  },
  EndpointResumed: { resumedAt: at },
  ReplayAsked: { after: 10, upTo: 40, askedAt: at },
  EndpointRemoved: { removedAt: at },
} satisfies { [E in EndpointEvent as E['type']]: E['data'] };
