import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Download, FileStore } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { filesOf } from './attachment.decider.js';
import { petition } from './petition.aggregate.js';
import { required } from './petition.state.js';

/** A file that is attached to a petition. */
export class GetAttachment extends Query<Download> {
  constructor(
    readonly petitionId: string,
    readonly fileId: string,
  ) {
    super();
  }
}

@QueryHandler(GetAttachment)
export class GetAttachmentHandler implements IQueryHandler<GetAttachment> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly files: FileStore,
    private readonly vault: Vault,
  ) {}

  /** Throws `Unknown` for a file of something else, and for one that was removed. */
  async execute({ petitionId, fileId }: GetAttachment): Promise<Download> {
    const state = required((await this.aggregates.load(petition, petitionId)).state);
    const file = filesOf(state).find(({ id }) => id === fileId);
    if (!file) throw new Unknown('ATTACHMENT_UNKNOWN', 'No such file is attached to the petition.');
    const stream = state.removed.includes(fileId) ? undefined : await this.files.get(fileId);
    if (!stream) throw new Unknown('ATTACHMENT_REMOVED', 'The file was removed.');
    const name = (await this.vault.open(file.name)) ?? fileId;
    return new Download({ ...file, name }, stream);
  }
}
