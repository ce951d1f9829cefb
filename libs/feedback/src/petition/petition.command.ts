import { randomUUID } from 'node:crypto';
import { Rejected, Vault, VersionConflict, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Directories } from '../directory/directory.aggregate.js';
import { activeCategory, termsOf } from '../directory/directory.decider.js';
import { Uploads } from '../upload/uploads.js';
import { attachedTo, withFiles, type Attaching, type RegisterOrder } from './attaching.js';
import { Orders, type Order, type Prepared } from './orders.js';
import { petition } from './petition.aggregate.js';
import type { RegisterPetition } from './register.decider.js';
import { Sealing } from './sealing.js';

/** Files are named by the ids under which they were handed in. */
export type PetitionOrder = Attaching<RegisterOrder | Order>;

export class PetitionCommand extends AggregateCommand<PetitionOrder> {}

@CommandHandler(PetitionCommand)
export class PetitionHandler implements ICommandHandler<PetitionCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directories: Directories,
    private readonly orders: Orders,
    private readonly uploads: Uploads,
    private readonly vault: Vault,
  ) {}

  execute(order: PetitionCommand): Promise<CommandResult> {
    const attempt = () => settled(order.context, () => this.attempt(order));
    // Sent twice at once, the second was sealed before the first stood there: tried again, it is seen to say the same, or not.
    return attempt().catch((error: unknown) => {
      if (error instanceof Rejected && error.code === 'PETITION_EXISTS') return attempt();
      throw error;
    });
  }

  private async attempt({ id, command, context }: PetitionCommand): Promise<CommandResult> {
    const { files, writes } = await this.uploads.claim(attachedTo(command), id, context.now);
    const { command: body, extras, read } = await this.prepared(id, withFiles(command, files), context);
    const unit = { ...extras, writes: [...(extras?.writes ?? []), ...writes] };
    return this.aggregates.execute(petition, id, body, asRead(id, context, read), { extras: unit });
  }

  private async prepared(id: string, order: RegisterOrder | Order, context: CommandContext): Promise<Prepared> {
    if (order.type !== 'RegisterPetition') return this.orders.prepare(id, order, context);
    const command = await this.registering(id, order, context);
    return { command, ...(order.extras && { extras: order.extras }) };
  }

  /** The directory is read, and not checked in the unit: one that changes in the same moment would make one queue of all who write. */
  private async registering(id: string, order: RegisterOrder, context: CommandContext): Promise<RegisterPetition> {
    const [{ state: directory, version }, before] = await Promise.all([
      this.directories.now(),
      this.standing(id, context),
    ]);
    // A repeat is recognised whatever has become of the category.
    const department = before?.department ?? activeCategory(directory, order.content.category).department;
    const content = await new Sealing(
      this.vault,
      before?.content.text.subject ?? order.subject ?? randomUUID(),
    ).content(order.content, before?.content);
    const terms = termsOf(directory);
    return { type: 'RegisterPetition', content, department, terms, directoryVersion: version, at: context.now };
  }

  /** What stands there under an id that the caller chose. */
  private async standing(id: string, { commandId }: CommandContext) {
    return id === commandId ? null : (await this.aggregates.load(petition, id)).state;
  }
}

/** What holds for one version is carried out at that one only: where the petition has moved since, `settled` has it prepared anew. */
function asRead(id: string, context: CommandContext, read: number | undefined): CommandContext {
  const { ifMatch = read } = context;
  if (read === undefined || ifMatch === undefined) return context;
  if (ifMatch !== read) throw new VersionConflict(id, ifMatch, read);
  return { ...context, ifMatch };
}
