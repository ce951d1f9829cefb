import { Clock, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, Page, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { subscriptionList, type AddressCell } from './subscription-list.view.js';
import { subscriber } from '../subscriber/subscriber.aggregate.js';
import type {
  ConsentProof,
  SubscriberAnswer,
  SubscriptionAnswer,
  subscriptionsQuery,
} from '../subscriber/subscriber.schemas.js';

type Consents = SubscriberAnswer['consents'];

const copy = ({ topics, ...entry }: { readonly topics: readonly string[] } & Omit<Consents[number], 'topics'>) => ({
  ...entry,
  topics: [...topics],
});

@Injectable()
export class SubscriptionsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** One subscriber with the ledger of consents, folded from the stream: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, withAddress: boolean): Promise<Versioned<SubscriberAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(subscriber, id, upTo);
    if (state.status === 'none') throw new Unknown('SUBSCRIBER_UNKNOWN', 'There is no such subscriber.');
    const { language, preferences, ledger } = state;
    const topics = Object.fromEntries(Object.entries(state.topics).map(([topic, known]) => [topic, known.state]));
    const reached = await this.reached(state.addresses, withAddress);
    const body = { id, ...reached, language, topics, preferences, consents: ledger.map(copy), version };
    return new Versioned(body, version, withAddress ? 'address' : undefined);
  }

  /** The consents of somebody, as proof. Throws `Unknown`. */
  async consents(id: string, withAddress: boolean): Promise<ConsentProof> {
    const { body } = await this.get(id, undefined, withAddress);
    return { id, addresses: body.addresses, consents: body.consents, at: this.clock.now() };
  }

  /** The subscribers that meet every one of the criteria, the newest first. */
  async list(criteria: z.output<typeof subscriptionsQuery>, withAddress: boolean): Promise<Page<SubscriptionAnswer>> {
    const { status, topic, suppressed } = criteria;
    const query = this.readModels.repository(subscriptionList).createQueryBuilder('row');
    whereEqual(query, { status });
    if (suppressed !== undefined) query.andWhere('row.suppressed');
    if (topic !== undefined) query.andWhere('row.topics ? :topic', { topic });
    const { items, next } = await pageOf(query, { registeredAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    const opened = items.map(async ({ addresses, changedAt: _, suppressed: _suppressed, ...row }) => ({
      ...row,
      ...(await this.reached(addresses, withAddress)),
    }));
    return new Page(await Promise.all(opened), next);
  }

  /** The addresses, and the first of them by itself. */
  private async reached(cells: readonly AddressCell[], withAddress: boolean) {
    const addresses = await Promise.all(
      cells.map(async ({ number, channel, address, confirmed, stopped }) => ({
        ...{ number, channel, confirmed, stopped: stopped !== null, stop: stopped },
        address: (withAddress ? await this.vault.open(address) : null) ?? null,
      })),
    );
    const [first] = addresses;
    return {
      address: first?.address ?? null,
      channel: first?.channel ?? 'email',
      stopped: first?.stopped ?? false,
      addresses,
    };
  }
}
