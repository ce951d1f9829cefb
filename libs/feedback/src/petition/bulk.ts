import type { CommandContext } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { problemOf } from '@ecou/runtime';
import { v5 as uuidv5 } from 'uuid';
import type { BulkAction, BulkAnswer, Outcome } from './bulk.schemas.js';
import { PetitionCommand } from './petition.command.js';
import type { Order } from './orders.js';
import { TryOrder } from './try-order.js';

export interface BulkRequest {
  readonly id: string;
  readonly action: BulkAction;
  readonly petitions: readonly string[];
  readonly dryRun: boolean;
}

/** How many are in work at a time; those that join another one write to it, and would race. */
const side = 8;

/** One thing done with many petitions: each is a command of its own. */
@Injectable()
export class Bulk {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async run({ id, action, petitions, dryRun }: BulkRequest, context: CommandContext): Promise<BulkAnswer> {
    const items: Outcome[] = [];
    const step = action.do === 'join' ? 1 : side;
    for (let begin = 0; begin < petitions.length; begin += step) {
      const outcomes = petitions.slice(begin, begin + step).map((petition) => {
        const order = orderOf(action, uuidv5(petition, id));
        return this.outcomeOf(petition, () => this.one({ petition, order, dryRun }, context));
      });
      items.push(...(await Promise.all(outcomes)));
    }
    const count = (which: Outcome['outcome']) => items.filter(({ outcome }) => outcome === which).length;
    return { dryRun, done: count('done'), unchanged: count('unchanged'), refused: count('refused'), items };
  }

  private one(
    { petition, order, dryRun }: { readonly petition: string; readonly order: Order; readonly dryRun: boolean },
    { metadata, now, commandId }: CommandContext,
  ): Promise<{ readonly version: number; readonly changed: boolean }> {
    if (dryRun) return this.queries.execute(new TryOrder(petition, order, now));
    // Ids of events come of the command's: each petition has its own, also where several write to a third.
    const context = { metadata, now, commandId: uuidv5(petition, commandId) };
    return this.commands.execute(new PetitionCommand(petition, attaching(order), context));
  }

  /** What fails, fails for itself. */
  private async outcomeOf(
    petition: string,
    run: () => Promise<{ readonly version: number; readonly changed: boolean }>,
  ): Promise<Outcome> {
    try {
      const { version, changed } = await run();
      return { petition, outcome: changed ? 'done' : 'unchanged', version };
    } catch (error) {
      const { status, code, detail, options } = problemOf(error);
      const path = options.errors?.[0]?.path;
      return { petition, outcome: 'refused', status, code, message: detail, ...(path === undefined ? {} : { path }) };
    }
  }
}

/** `messageId`: of the message to this petition, where it is one. */
function orderOf(action: BulkAction, messageId: string): Order {
  switch (action.do) {
    case 'assign':
      return { type: 'AssignPetition', ...action.with };
    case 'start':
      return { type: 'StartWork' };
    case 'forward':
      return { type: 'ForwardPetition', ...action.with };
    case 'join':
      return { type: 'JoinPetition', ...action.with };
    case 'extend':
      return { type: 'ExtendDeadline', ...action.with };
    case 'close':
      return { type: 'ClosePetition', ...action.with };
    case 'file':
      return { type: 'FilePetition', ...action.with };
    case 'answer':
    case 'decline':
    case 'request-information':
    case 'message':
      return saidBy(action, messageId);
  }
}

type Saying = Extract<BulkAction, { do: 'answer' | 'decline' | 'request-information' | 'message' }>;

function saidBy(action: Saying, messageId: string): Order {
  const attachments = [] as const;
  switch (action.do) {
    case 'answer':
      return { type: 'AnswerPetition', outcome: 'answered', ...action.with, attachments };
    case 'decline': {
      const { reason: text, legalBasis } = action.with;
      return { type: 'AnswerPetition', outcome: 'declined', text, legalBasis, attachments };
    }
    case 'request-information':
      return { type: 'RequestInformation', messageId, ...action.with, attachments };
    case 'message':
      return { type: 'AddMessage', messageId, ...action.with, attachments };
  }
}

/** Nothing is attached in bulk. */
const attaching = (order: Order) => ('attachments' in order ? { ...order, attachments: [] } : order);
