import type { DataOf, PetitionRequestedV1 } from '@ecou/contracts';
import { Personal, Rejected, UnitsOfWork, Vault, type CommandResult, type Sealed } from '@ecou/event-sourcing';
import { AggregateCommand, Publisher } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { dayOf } from '../calendar/working-calendar.js';
import { contactChannel, kind as knownKind } from '../petition/petition.events.js';
import type { RegisterBody } from '../petition/petition.schemas.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { PetitionWork } from '../petition/verbs/petition-work.js';
import { register } from '../petition/verbs/register.verbs.js';
import { petitionRequest } from './petition-request.aggregate.js';

type Requested = DataOf<typeof PetitionRequestedV1>;

/** Messages are to become the petition whose id it has. */
type TakeUpRequest = Requested & { readonly type: 'TakeUpRequest' };

export class PetitionRequestCommand extends AggregateCommand<TakeUpRequest> {}

/** The ways on which messages come in, as the register names them. */
const channels = contactChannel.extract(['email', 'telegram', 'whatsapp']);

@CommandHandler(PetitionRequestCommand)
export class PetitionRequestHandler implements ICommandHandler<PetitionRequestCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly publisher: Publisher,
  ) {}

  /** A refusal of the register is put on record, so that whoever asked for it is told. */
  async execute({ id, command, context }: PetitionRequestCommand): Promise<CommandResult> {
    try {
      const content = await this.contentOf(command);
      return await this.units.run(context, (work) => {
        work.target(petition, id);
        const petitions = new PetitionWork(work, this.vault, context, this.publisher.institution);
        return register(petitions, id, { content, person: command.contact.subject });
      });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      const { code, message: reason } = error;
      const { conversationId } = command;
      return this.units.run(context, (work) =>
        work.decide(petitionRequest, id, { type: 'RefuseRequest', conversationId, code, reason, at: work.now }),
      );
    }
  }

  /** Throws `Rejected` where it cannot be read: its person was erased, or it is of a kind that the register does not know. */
  private async contentOf({ kind, category, language, receivedAt, ...asked }: Requested): Promise<RegisterBody> {
    const [of, by] = [knownKind.safeParse(kind).data, channels.safeParse(asked.channel).data];
    if (of === undefined || by === undefined)
      throw new Rejected('REQUEST_UNKNOWN', 'The register knows no such kind, or no such channel.');
    const contact = await this.openOf(asked.contact);
    const name = asked.name && (await this.openOf(asked.name));
    return {
      ...{ kind: of, channel: by, category, language },
      petitioner: name && { name, channel: by, contact, address: null },
      text: await this.openOf(asked.text),
      place: null,
      about: { facilityId: null, civicEventId: null },
      attachments: [],
      receivedOn: dayOf(receivedAt),
    };
  }

  private async openOf(sealed: Sealed): Promise<Personal<string>> {
    const value = await this.vault.open(sealed);
    if (typeof value !== 'string') throw new Rejected('PERSON_ERASED', 'The person was erased.');
    return new Personal(value);
  }
}
