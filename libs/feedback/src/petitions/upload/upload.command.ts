import { UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, FileStore } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { upload } from './upload.aggregate.js';
import type { UploadCommandBody } from './upload.decider.js';

/** Removes the bytes, which may be repeated, and says so. */
export type EraseUpload = { type: 'EraseUpload'; at: string };

export class UploadCommand extends AggregateCommand<Exclude<UploadCommandBody, { type: 'NoteErased' }> | EraseUpload> {}

@CommandHandler(UploadCommand)
export class UploadHandler implements ICommandHandler<UploadCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly files: FileStore,
  ) {}

  execute({ id, command, context }: UploadCommand): Promise<CommandResult> {
    return this.units.run(context, (work) =>
      command.type === 'EraseUpload' ? this.erase(work, id) : work.decide(upload, id, command),
    );
  }

  /** Nothing comes back from `gone`: what is removed now can belong to nothing. */
  private async erase(work: UnitOfWork, id: string) {
    const state = await work.read(upload, id);
    if (state?.status === 'gone') await this.files.remove(id);
    return work.decide(upload, id, { type: 'NoteErased', at: work.now });
  }
}
