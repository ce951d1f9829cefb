import { LinkBrokenV1, LinkDroppedV1, LinkRestoredV1 } from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { LinkEvent } from './link/link.events.js';

const of = ({ stream }: RecordedEvent) => ({ linkId: idOf(stream) });

/** Which event becomes which contract. */
export const publish: PublishTable<LinkEvent> = {
  LinkBroken: (event) => as(LinkBrokenV1, { ...of(event), ...event.data, brokenAt: happenedAt(event) }),
  LinkRestored: (event) => as(LinkRestoredV1, { ...of(event), ...event.data, restoredAt: happenedAt(event) }),
  LinkDropped: (event) => as(LinkDroppedV1, { ...of(event), ...event.data, droppedAt: happenedAt(event) }),
};
