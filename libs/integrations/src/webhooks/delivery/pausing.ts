import { randomUUID } from 'node:crypto';
import { Clock, Unknown } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EndpointCommand } from '../endpoint/endpoint.command.js';
import type { PauseReason } from '../endpoint/endpoint.events.js';
import { DeliveryQueue } from './delivery-queue.js';
import type { Known } from './known.js';

/** Pauses endpoints that cannot be sent anything, on record. */
@Injectable()
export class Pausing {
  constructor(
    private readonly queue: DeliveryQueue,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  /** One that was removed meanwhile needs none. `error`: what came back. */
  async pause(known: Known, reason: PauseReason, error: string): Promise<void> {
    const { id, endpoint } = known.row;
    const [now, correlationId] = [this.clock.now(), randomUUID()];
    const position = await this.queue.goesOnAt(id, endpoint.after);
    const command = { type: 'PauseEndpoint', of: null, reason, position, error, at: now } as const;
    const metadata = { actor: 'effect:webhooks', correlationId, causationId: correlationId };
    const context = { metadata, commandId: randomUUID(), now };
    try {
      known.notBefore = (await this.commands.execute(new EndpointCommand(id, command, context))).version;
    } catch (refusal) {
      if (!(refusal instanceof Unknown)) throw refusal;
    }
  }
}
