import { UnitsOfWork, Vault, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, Publisher } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directory, directoryId } from '../directory/directory.aggregate.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { PetitionWork } from '../petition/verbs/petition-work.js';
import { register } from '../petition/verbs/register.verbs.js';
import { checkAttributes } from './attributes.rules.js';
import { offeredService, serviceIdOf } from './offered-service.aggregate.js';
import { offered } from './offered-service.decider.js';
import { serviceRequest } from './service-request.aggregate.js';
import type { ServiceRequestCommandBody } from './service-request.decider.js';
import { contentOf, detailsOf } from './submission.js';
import type { Submission } from './submission.schema.js';

/** A form, as it came. */
type SubmitRequest = { readonly type: 'SubmitRequest'; readonly service: string; readonly form: Submission };

export class ServiceRequestCommand extends AggregateCommand<
  Exclude<ServiceRequestCommandBody, { type: 'ReceiveRequest' }> | SubmitRequest
> {}

@CommandHandler(ServiceRequestCommand)
export class ServiceRequestHandler implements ICommandHandler<ServiceRequestCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly publisher: Publisher,
  ) {}

  execute({ id, command, context }: ServiceRequestCommand): Promise<CommandResult> {
    return this.units.run(context, (work) =>
      command.type === 'SubmitRequest'
        ? this.submit(new PetitionWork(work, this.vault, context, this.publisher.institution), work, { id, ...command })
        : work.decide(serviceRequest, id, command),
    );
  }

  /**
   * Petition and request are one unit, and one person's. The service must stand as it was read. The details are sealed here: they are put
   * together from the form as one value, and a request is new, so that nothing is compared.
   */
  private async submit(
    petitions: PetitionWork,
    work: UnitOfWork,
    { id, service: code, form }: SubmitRequest & { readonly id: string },
  ): Promise<void> {
    work.target(petition, id);
    const [found, { categories }] = await Promise.all([
      work.read(offeredService, serviceIdOf(code)),
      work.look(directory, directoryId),
    ]);
    const category = categories[code];
    const service = offered(category?.active ? found : null);
    const details = detailsOf(form);
    checkAttributes(details.attributes, service.offer.attributes);
    const person = work.random('person');
    const content = { ...contentOf(form, service, category?.name.ro ?? code), attachments: [] };
    await register(petitions, id, { content, person });
    const request = { service: code, shows: service.offer.shows, details: await this.vault.seal(person, details) };
    await work.decide(serviceRequest, id, { type: 'ReceiveRequest', request, at: work.now });
  }
}
