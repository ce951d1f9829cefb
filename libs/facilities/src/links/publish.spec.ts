import { facilitiesContracts } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import type { LinkEvent } from './link/link.events.js';
import { events } from './link/link.samples.js';
import { publish } from './publish.js';

const id = '6f0c2b1e-6d0d-5f0a-9c57-0d4f5a1b2c3d';
const types = Object.keys(events) as LinkEvent['type'][];

const published = (type: LinkEvent['type']): Publication => {
  const map = publish[type] as (event: RecordedEvent) => Publication;
  return map({
    position: 1,
    stream: `link-${id}`,
    version: 1,
    id: '00000000-0000-4000-8000-000000000001',
    type,
    data: events[type],
    metadata: { actor: 'effect:links', correlationId: 'correlation', causationId: 'cause' },
    recordedAt: '2026-03-01T12:00:00.000Z',
  });
};

describe('what is published of links', () => {
  it.each(types)('%s fills its contract, and says which link it is about', (type) => {
    const { contract, data } = published(type);
    expect(contract.schema.parse(data)).toMatchObject({ linkId: id, url: events[type].url });
  });

  it('fills each contract of a link once', () =>
    expect(types.map((type) => published(type).contract.type).sort()).toEqual(
      facilitiesContracts.flatMap(({ name, type }) => (name.startsWith('link-') ? [type] : [])).sort(),
    ));
});
