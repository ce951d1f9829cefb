import { randomUUID } from 'node:crypto';
import { Aggregates } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Orders, type Order } from './orders.js';
import { petition } from './petition.aggregate.js';

/** What would come of an order at this moment; nothing is written. Throws what the order itself would throw. */
export class TryOrder extends Query<{ readonly version: number; readonly changed: boolean }> {
  constructor(
    readonly id: string,
    readonly order: Order,
    readonly now: string,
  ) {
    super();
  }
}

@QueryHandler(TryOrder)
export class TryOrderHandler implements IQueryHandler<TryOrder> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly orders: Orders,
  ) {}

  async execute({ id, order, now }: TryOrder) {
    const { command } = await this.orders.prepare(id, order, { now, commandId: randomUUID() });
    const { state, version } = await this.aggregates.load(petition, id);
    const { length } = petition.decider.decide(command, state);
    return { version: version + length, changed: length > 0 };
  }
}
