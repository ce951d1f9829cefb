import type { CommandResult } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, FileStore } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { upload } from './upload.aggregate.js';
import type { UploadCommandBody } from './upload.decider.js';

/** Removes the bytes, which may be repeated, and says so. */
export type EraseUpload = { type: 'EraseUpload'; at: string };

export class UploadCommand extends AggregateCommand<Exclude<UploadCommandBody, { type: 'NoteErased' }> | EraseUpload> {}

@CommandHandler(UploadCommand)
export class UploadHandler implements ICommandHandler<UploadCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly files: FileStore,
  ) {}

  async execute({ id, command, context }: UploadCommand): Promise<CommandResult> {
    if (command.type !== 'EraseUpload') return this.aggregates.execute(upload, id, command, context);
    const { state } = await this.aggregates.load(upload, id);
    // Nothing comes back from `gone`: what is removed now can belong to nothing.
    if (state?.status === 'gone') await this.files.remove(id);
    return this.aggregates.execute(upload, id, { type: 'NoteErased', at: command.at }, context);
  }
}
