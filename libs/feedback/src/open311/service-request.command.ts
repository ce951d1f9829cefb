import { randomUUID } from 'node:crypto';
import {
  streamOf,
  Vault,
  writeOf,
  type UnitExtras,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directories } from '../directory/directory.aggregate.js';
import { PetitionCommand, PetitionHandler } from '../petition/petition.command.js';
import { checkAttributes } from './attributes.rules.js';
import { offeredService, serviceIdOf } from './offered-service.aggregate.js';
import { offered } from './offered-service.decider.js';
import { serviceRequest } from './service-request.aggregate.js';
import { serviceRequestDecider, type ServiceRequestCommandBody } from './service-request.decider.js';
import { contentOf, detailsOf } from './submission.js';
import type { Submission } from './submission.schema.js';

/** A form, as it came. */
type SubmitOrder = { readonly type: 'SubmitRequest'; readonly service: string; readonly form: Submission };

export type ServiceRequestOrder = Exclude<ServiceRequestCommandBody, { type: 'ReceiveRequest' }> | SubmitOrder;

export class ServiceRequestCommand extends AggregateCommand<ServiceRequestOrder> {}

@CommandHandler(ServiceRequestCommand)
export class ServiceRequestHandler implements ICommandHandler<ServiceRequestCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directories: Directories,
    private readonly petitions: PetitionHandler,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: ServiceRequestCommand): Promise<CommandResult> {
    return command.type === 'SubmitRequest'
      ? settled(context, () => this.submit(id, command, context))
      : this.aggregates.execute(serviceRequest, id, command, context);
  }

  /** Petition and request are one unit, and one person's. The service must stand as it was read. */
  private async submit(id: string, { service: code, form }: SubmitOrder, context: CommandContext) {
    const [{ state, version }, { state: directory }] = await Promise.all([
      this.aggregates.load(offeredService, serviceIdOf(code)),
      this.directories.now(),
    ]);
    const category = directory.categories[code];
    const service = offered(category?.active ? state : null);
    const details = detailsOf(form);
    checkAttributes(details.attributes, service.offer.attributes);
    const subject = randomUUID();
    const request = { service: code, shows: service.offer.shows, details: await this.vault.seal(subject, details) };
    const stream = streamOf(serviceRequest.category, id);
    const events = serviceRequestDecider.decide({ type: 'ReceiveRequest', request, at: context.now }, null);
    const extras: UnitExtras = {
      writes: [writeOf(context.commandId, stream, 0, events)],
      checks: [{ stream: streamOf(offeredService.category, serviceIdOf(code)), expected: version }],
    };
    const content = { ...contentOf(form, service, category?.name.ro ?? code), attachments: [] };
    return this.petitions.execute(
      new PetitionCommand(id, { type: 'RegisterPetition', content, subject, extras }, context),
    );
  }
}
