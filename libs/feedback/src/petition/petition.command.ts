import { randomUUID } from 'node:crypto';
import { Vault } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled, type CommandContext, type CommandResult } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directories } from '../directory/directory.aggregate.js';
import { activeCategory, termsOf } from '../directory/directory.decider.js';
import { Orders, type Order, type Prepared } from './orders.js';
import { petition } from './petition.aggregate.js';
import type { RegisterPetition } from './register.decider.js';
import { Sealing, type PlainContent } from './sealing.js';

/** What somebody sends, as it came; the handler seals what is personal, and asks the directory whom it goes to. */
export type RegisterOrder = { readonly type: 'RegisterPetition'; readonly content: PlainContent };

export type PetitionOrder = RegisterOrder | Order;

export class PetitionCommand extends AggregateCommand<PetitionOrder> {}

@CommandHandler(PetitionCommand)
export class PetitionHandler implements ICommandHandler<PetitionCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directories: Directories,
    private readonly orders: Orders,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: PetitionCommand): Promise<CommandResult> {
    return settled(context, async () => {
      const { command: body, extras } = await this.prepared(id, command, context);
      return this.aggregates.execute(petition, id, body, context, extras ? { extras } : {});
    });
  }

  private async prepared(id: string, order: PetitionOrder, context: CommandContext): Promise<Prepared> {
    if (order.type !== 'RegisterPetition') return this.orders.prepare(id, order, context);
    return { command: await this.registering(id, order, context) };
  }

  /** The directory is read, and not checked in the unit: one that changes in the same moment would make one queue of all who write. */
  private async registering(id: string, order: RegisterOrder, context: CommandContext): Promise<RegisterPetition> {
    const [{ state: directory, version }, before] = await Promise.all([
      this.directories.now(),
      this.standing(id, context),
    ]);
    // A repeat is recognised whatever has become of the category.
    const department = before?.department ?? activeCategory(directory, order.content.category).department;
    const content = await new Sealing(this.vault, before?.content.text.subject ?? randomUUID()).content(
      order.content,
      before?.content,
    );
    const terms = termsOf(directory);
    return { type: 'RegisterPetition', content, department, terms, directoryVersion: version, at: context.now };
  }

  /** What stands there under an id that the caller chose. */
  private async standing(id: string, { commandId }: CommandContext) {
    return id === commandId ? null : (await this.aggregates.load(petition, id)).state;
  }
}
