import {
  load,
  Rejected,
  same,
  Sealing,
  UnitsOfWork,
  Vault,
  type UnitOfWork,
  type Unsealed,
} from '@ecou/event-sourcing';
import { AggregateCommand, KeysOfSubjects } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { allHolds, legalHolds } from '../holds/legal-holds.aggregate.js';
import { ErasedList } from '../erased-list.js';
import { rightsRequest } from './rights-request.aggregate.js';
import type { RightsRequestCommandBody } from './rights-request.decider.js';
import { requireRequest, type RightsRequest } from './rights-request.state.js';

export class RightsRequestCommand extends AggregateCommand<Unsealed<RightsRequestCommandBody>> {}

@CommandHandler(RightsRequestCommand)
export class RightsRequestHandler implements ICommandHandler<RightsRequestCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly keys: KeysOfSubjects,
    private readonly list: ErasedList,
  ) {}

  /** The values in a request belong to whoever asks: its random id is the subject. */
  async execute({ id, command: given, context }: RightsRequestCommand) {
    if (given.type === 'NoteKeysDestroyed') await this.destroyKeys(id);
    return this.units.run(context, async (work) => {
      const state = await work.look(rightsRequest, id);
      if (given.type === 'OrderErasure' && !state?.erasure) await refuseWhereHoldsMoved(work, given.holdsVersion);
      const command = await new Sealing(this.vault, id, state).seal<RightsRequestCommandBody>(given);
      const { before, after } = await work.decide(rightsRequest, id, command);
      await followHold(work, id, { before, after, by: context.metadata.actor });
    });
  }

  /** The list first: a database that is restored after the keys have gone must know. Each step can be repeated. */
  private async destroyKeys(id: string): Promise<void> {
    const { subjects, erasure } = requireRequest((await load(this.units.store, rightsRequest, id)).state);
    if (!erasure) return;
    await this.list.add({ erasureId: id, subjects: [...subjects], orderedAt: erasure.orderedAt });
    await this.keys.destroy(subjects);
  }
}

/** Throws `Rejected` where a hold was placed or lifted since whoever orders the erasure looked at them. */
async function refuseWhereHoldsMoved(work: UnitOfWork, seen: number): Promise<void> {
  await work.read(legalHolds, allHolds);
  if ((await work.versionOf(legalHolds, allHolds)) === seen) return;
  throw new Rejected('LEGAL_HOLDS_CHANGED', 'A legal hold was placed or lifted in this moment: send the order again.');
}

interface Change {
  readonly before: RightsRequest | null;
  readonly after: RightsRequest | null;
  readonly by: string;
}

/** The hold of a request and the people whom it keeps; `null` where it keeps nobody. */
const heldBy = (request: RightsRequest | null) =>
  request?.hold && request.subjects.length > 0 ? { hold: request.hold, subjects: request.subjects } : null;

/** The hold of a request keeps its people from every other request, too, and from periods. What does not change it leaves alone what was lifted there. */
async function followHold(work: UnitOfWork, holdId: string, { before, after, by }: Change): Promise<void> {
  const [was, is] = [heldBy(before), heldBy(after)];
  const at = work.now;
  if (same(was, is)) return;
  if (is) {
    const { reason, legalBasis } = is.hold;
    const hold = { holdId, subjects: [...is.subjects], things: [], reason, legalBasis, until: null, by, placedAt: at };
    await work.decide(legalHolds, allHolds, { type: 'PlaceHold', ...hold });
  } else if (was && (await work.look(legalHolds, allHolds)).has(holdId)) {
    const { reason } = was.hold;
    await work.decide(legalHolds, allHolds, { type: 'LiftHold', holdId, reason, by, liftedAt: at });
  }
}
