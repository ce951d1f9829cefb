import type { Vault } from '@ecou/event-sourcing';
import { placeIn, type Place, type Reader, type Segment, type Way } from './segment.js';

/** Places subscribers in segments: by the same rules for a count as for the sending. */
export class Placing {
  constructor(
    private readonly vault: Vault,
    /** Names of the channels that this deployment serves. */
    private readonly served: ReadonlySet<string>,
  ) {}

  /** The place of somebody; an address of whoever was erased cannot be read. */
  async place<W extends Way>(segment: Segment, reader: Reader<W>): Promise<Place<W>> {
    const place = placeIn(segment, reader, this.served);
    if (place.kind !== 'told') return place;
    const address = await this.vault.open(place.way.address);
    return address === undefined ? { kind: 'excluded', rule: 'erased' } : place;
  }
}
