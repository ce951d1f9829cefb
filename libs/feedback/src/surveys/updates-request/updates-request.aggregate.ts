import { createHmac } from 'node:crypto';
import type { Aggregate } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { updatesRequestDecider, type RequestUpdates, type Wish } from './updates-request.decider.js';
import { updatesRequestEvents, type UpdatesRequestEvent } from './updates-request.events.js';

export const updatesRequest: Aggregate<RequestUpdates, Wish | null, UpdatesRequestEvent> = {
  category: updatesRequestEvents.category,
  events: updatesRequestEvents,
  decider: updatesRequestDecider,
};

/**
 * The ids of wishes: the same for the same answer, so that a repeated request finds its wish again, and told by nobody without the
 * deployment's secret, so that an answer does not lead to the address of whoever gave it.
 */
export class WishIds {
  private readonly namespace: Buffer;

  constructor(secret: string) {
    this.namespace = createHmac('sha256', secret).update('ecou feedback wishes v1').digest().subarray(0, 16);
  }

  of(responseId: string): string {
    return uuidv5(responseId, this.namespace);
  }
}
