import { randomUUID } from 'node:crypto';
import {
  ClaimTaken,
  Invalid,
  Rejected,
  streamOf,
  Vault,
  type Claim,
  type UnitExtras,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, CONTEXT_CONFIG, settled } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { listedFacility } from '../listed-facility/listed-facility.aggregate.js';
import { inUse } from '../listed-facility/listed-facility.decider.js';
import { sealOnce } from '../response/seal-once.js';
import type { Settings } from '../settings.js';
import { facilityFeedback } from './facility-feedback.aggregate.js';
import type { FacilityFeedback, FacilityFeedbackCommandBody } from './facility-feedback.decider.js';
import type { GiveFeedbackBody } from './facility-feedback.schemas.js';

/** Somebody's grade and comment, as they came; the handler seals the comment. */
type GiveOrder = Omit<GiveFeedbackBody, 'id'> & {
  readonly type: 'GiveFeedback';
  /** Staff enter it for somebody, as from paper. */
  readonly byStaff: boolean;
};

export type FacilityFeedbackOrder = Exclude<FacilityFeedbackCommandBody, { type: 'GiveFeedback' }> | GiveOrder;

export class FacilityFeedbackCommand extends AggregateCommand<FacilityFeedbackOrder> {}

@CommandHandler(FacilityFeedbackCommand)
export class FacilityFeedbackHandler implements ICommandHandler<FacilityFeedbackCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    @Inject(CONTEXT_CONFIG) private readonly settings: Settings,
  ) {}

  execute({ id, command, context }: FacilityFeedbackCommand): Promise<CommandResult> {
    return command.type === 'GiveFeedback'
      ? settled(context, () => this.give(id, command, context))
      : this.aggregates.execute(facilityFeedback, id, command, context);
  }

  private async give(id: string, order: GiveOrder, context: CommandContext): Promise<CommandResult> {
    const [{ state: standing }, { state: facility, version }] = await Promise.all([
      this.aggregates.load(facilityFeedback, id),
      this.aggregates.load(listedFacility, order.facilityId),
    ]);
    const { facilityId, grade, comment, language } = order;
    const given = {
      facilityId,
      // A repeat stays what it was, whatever has become of the facility.
      kind: standing?.given.kind ?? inUse(facility).kind,
      grade,
      comment: isKeptFrom(order, standing) ? standing.given.comment : await this.sealed(comment, standing),
      language,
      awaitsApproval: comment !== undefined && this.settings.ECOU_FACILITY_COMMENTS === 'approved',
    };
    const asRead = { stream: streamOf(listedFacility.category, facilityId), expected: version };
    const extras: UnitExtras = { checks: [asRead], claims: order.byStaff ? [] : [monthOf(order, context.now)] };
    return this.aggregates
      .execute(facilityFeedback, id, { type: 'GiveFeedback', given, at: context.now }, context, { extras })
      .catch((error: unknown) => {
        throw error instanceof ClaimTaken ? alreadyGiven() : error;
      });
  }

  private async sealed(comment: string | undefined, standing: FacilityFeedback | null) {
    return comment === undefined ? null : sealOnce(this.vault, comment, standing?.given.comment ?? undefined);
  }
}

/**
 * Whether a repeat must not tell its caller if the comment is the one that stands there: nobody but staff sees it, and whoever repeats the
 * id with one guess after the other would learn it.
 */
const isKeptFrom = ({ byStaff }: GiveOrder, standing: FacilityFeedback | null): standing is FacilityFeedback =>
  standing !== null && standing.status !== 'shown' && !byStaff;

const alreadyGiven = () =>
  new Rejected('FACILITY_FEEDBACK_GIVEN', 'This device has given feedback on the facility in this month already.');

const scope = 'facility-feedback-device';

/** A device gives feedback on a facility once a month. The holder of the claim is made up, so that no row joins a device to what it said. */
function monthOf({ device, facilityId }: GiveOrder, now: string): Claim {
  if (device === undefined) throw new Invalid('DEVICE_MISSING', 'Say which device it is, by any UUID.', ['device']);
  return { scope, value: `${facilityId}/${now.slice(0, 7)}/${device}`, stream: streamOf(scope, randomUUID()) };
}
