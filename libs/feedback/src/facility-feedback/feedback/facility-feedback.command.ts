import { randomUUID } from 'node:crypto';
import {
  Invalid,
  Rejected,
  Sealing,
  streamOf,
  UnitsOfWork,
  Vault,
  type Claim,
  type CommandResult,
  type UnitOfWork,
} from '@ecou/event-sourcing';
import { AggregateCommand, CONTEXT_CONFIG } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { listedFacility } from '../listed-facility/listed-facility.aggregate.js';
import { inUse } from '../listed-facility/listed-facility.decider.js';
import type { Settings } from '../../settings.js';
import { facilityFeedback } from './facility-feedback.aggregate.js';
import type { FacilityFeedback, FacilityFeedbackCommandBody, Given } from './facility-feedback.decider.js';
import type { GiveFeedbackBody } from './facility-feedback.schemas.js';

/** Somebody's grade and comment, as they came. The comment is sealed once what stands is loaded. */
type GiveBody = Omit<GiveFeedbackBody, 'id'> & {
  readonly type: 'GiveFeedback';
  /** Staff enter it for somebody, as from paper. */
  readonly byStaff: boolean;
};
type Body = Exclude<FacilityFeedbackCommandBody, { type: 'GiveFeedback' }> | GiveBody;

export class FacilityFeedbackCommand extends AggregateCommand<Body> {}

@CommandHandler(FacilityFeedbackCommand)
export class FacilityFeedbackHandler implements ICommandHandler<FacilityFeedbackCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    @Inject(CONTEXT_CONFIG) private readonly settings: Settings,
  ) {}

  execute({ id, command, context }: FacilityFeedbackCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      if (command.type === 'GiveFeedback') await this.give(id, command, work);
      else await work.decide(facilityFeedback, id, command);
    });
  }

  private async give(id: string, body: GiveBody, work: UnitOfWork): Promise<void> {
    work.target(facilityFeedback, id);
    const { facilityId, grade, comment, language, byStaff } = body;
    const [standing, facility] = await Promise.all([
      work.read(facilityFeedback, id),
      work.read(listedFacility, facilityId),
    ]);
    const sealing = new Sealing(this.vault, randomUUID(), standing?.given);
    const given = await sealing.seal<Given>({
      facilityId,
      // A repeat stays what it was, whatever has become of the facility.
      kind: standing?.given.kind ?? inUse(facility).kind,
      grade,
      comment: isKeptFrom(body, standing) ? standing.given.comment : (comment ?? null),
      language,
      awaitsApproval: comment !== undefined && this.settings.ECOU_FACILITY_COMMENTS === 'approved',
    });
    if (!byStaff) {
      work.claim(monthOf(body, work), () => {
        throw new Rejected('FACILITY_FEEDBACK_GIVEN', alreadyGiven);
      });
    }
    await work.decide(facilityFeedback, id, { type: 'GiveFeedback', given, at: work.now });
  }
}

/**
 * True where a repeat must not tell its caller if the comment is the one that stands there: nobody but staff sees it, and whoever repeats
 * the id with one guess after the other would learn it.
 */
const isKeptFrom = ({ byStaff }: GiveBody, standing: FacilityFeedback | null): standing is FacilityFeedback =>
  standing !== null && standing.status !== 'shown' && !byStaff;

const alreadyGiven = 'This device has given feedback on the facility in this month already.';

const scope = 'facility-feedback-device';

/** A device gives feedback on a facility once a month. The holder of the claim is made up, so that no row joins a device to what it said. */
function monthOf({ device, facilityId }: GiveBody, work: UnitOfWork): Claim {
  if (device === undefined) throw new Invalid('DEVICE_MISSING', 'Say which device it is, by any UUID.', ['device']);
  return {
    scope,
    value: `${facilityId}/${work.now.slice(0, 7)}/${device}`,
    stream: streamOf(scope, work.random('device')),
  };
}
