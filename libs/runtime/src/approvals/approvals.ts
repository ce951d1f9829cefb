import { Unavailable, type Clock, type CommandContext, type UnitsOfWork } from '@ecou/event-sourcing';
import { createHmac, randomUUID } from 'node:crypto';
import { Accepted } from '../http/answers/answers.js';
import type { Caller } from '../identity/permissions.js';
import { approval } from './approval.aggregate.js';
import type { OrderKey, Somebody } from './approval.decider.js';
import { asked, type AskedAnswer } from './approval.schemas.js';
import type { ApprovalKind } from './kinds.js';

/** `single`: one person is enough, which is on record each time. */
export type ApprovalMode = 'two' | 'single';

/** Whoever gives an order, and the approval that the request names. */
export interface Approving {
  readonly caller: Caller;
  /** Id of the approval; `null` where the order is given for the first time. */
  readonly approval: string | null;
}

export interface ApprovalsOptions {
  /** Over the store of the context `identity`, which every process reaches. */
  readonly units: UnitsOfWork;
  readonly clock: Clock;
  /** The deployment's secret: keys the hashes of orders. */
  readonly secret: string;
  readonly mode: ApprovalMode;
}

/** Milliseconds in which an order is approved and carried out. */
const lastsMs = 72 * 3_600_000;

const singleSetting = 'ECOU_APPROVALS=single';

/** Undefined table or function: the schema of the context `identity` was not made yet. */
const notMade = new Set(['42P01', '42883']);

export const somebodyOf = ({ actor, officer }: Caller): Somebody => ({ actor, officer });

/** Orders that need two people. Every process asks for approvals, and uses them; the context `identity` has the routes that decide. */
export class Approvals {
  constructor(private readonly options: ApprovalsOptions) {}

  /**
   * Uses the approval that the request names, once and for all: the caller carries the order out after it, and where that fails, asks anew.
   * Where it names none, asks for one, and answers what the route has to answer (202). Throws `Unknown`, `Forbidden` and `Rejected` where the
   * approval is not for this order of this caller, or does not stand.
   */
  async admit<Order extends object>(
    kind: ApprovalKind<Order>,
    order: Order,
    { caller, approval: id }: Approving,
  ): Promise<Accepted<AskedAnswer> | undefined> {
    try {
      const key = { kind: kind.name, orderHash: this.hashOf(kind, order) };
      if (id === null) return await this.ask(kind, kind.says(order), key, caller);
      await this.use(id, key, caller);
      return undefined;
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (typeof code !== 'string' || !notMade.has(code)) throw error;
      throw new Unavailable('APPROVALS_UNAVAILABLE', 'The service identity has not started yet.', 5, { cause: error });
    }
  }

  private async use(id: string, key: OrderKey, caller: Caller): Promise<void> {
    const context = this.contextOf(caller);
    await this.options.units.run(context, (work) =>
      work.decide(approval, id, { type: 'UseApproval', ...key, by: somebodyOf(caller), at: context.now }),
    );
  }

  private async ask<Order extends object>(
    { permission }: ApprovalKind<Order>,
    says: string,
    key: OrderKey,
    caller: Caller,
  ): Promise<Accepted<AskedAnswer> | undefined> {
    const { units, mode } = this.options;
    const context = this.contextOf(caller);
    const { now: at, commandId: id } = context;
    const by = somebodyOf(caller);
    const expiresAt = new Date(Date.parse(at) + lastsMs).toISOString();
    await units.run(context, async (work) => {
      await work.decide(approval, id, { type: 'AskApproval', ...key, permission, says, by, at, expiresAt });
      if (mode === 'two') return;
      await work.decide(approval, id, { type: 'WaiveApproval', setting: singleSetting, at });
      await work.decide(approval, id, { type: 'UseApproval', ...key, by, at });
    });
    return mode === 'two' ? new Accepted(asked({ id, kind: key.kind, says, expiresAt }), pathOf(id)) : undefined;
  }

  /** Keyed, so that nobody guesses what an order said. Its fields come in the order in which the route puts them. */
  private hashOf<Order extends object>({ name }: ApprovalKind<Order>, order: Order): string {
    return createHmac('sha256', this.options.secret)
      .update(`ecou approval ${JSON.stringify([name, order])}`)
      .digest('hex');
  }

  private contextOf({ actor }: Caller): CommandContext {
    const commandId = randomUUID();
    return {
      metadata: { actor, correlationId: commandId, causationId: commandId },
      commandId,
      now: this.options.clock.now(),
    };
  }
}

const pathOf = (id: string): string => `/identity/v1/approvals/${id}`;
