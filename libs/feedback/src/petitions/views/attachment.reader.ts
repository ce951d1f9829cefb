import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Download, FileStore } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { filesOf } from '../petition/rules/attachment.decider.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { required } from '../petition/petition.state.js';

/** Reads the files that are attached to petitions. */
@Injectable()
export class AttachmentReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly files: FileStore,
    private readonly vault: Vault,
  ) {}

  /** A file of a petition. Throws `Unknown` for a file of something else, and for one that was removed. */
  async get(petitionId: string, fileId: string): Promise<Download> {
    const state = required((await this.aggregates.load(petition, petitionId)).state);
    const file = filesOf(state).find(({ id }) => id === fileId);
    if (!file) throw new Unknown('ATTACHMENT_UNKNOWN', 'No such file is attached to the petition.');
    const stream = state.removed.includes(fileId) ? undefined : await this.files.get(fileId);
    if (!stream) throw new Unknown('ATTACHMENT_REMOVED', 'The file was removed.');
    const name = (await this.vault.open(file.name)) ?? fileId;
    return new Download({ ...file, name }, stream);
  }
}
