import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Download, FileStore, type Caller } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import { filesOf } from '../petition/rules/attachment.decider.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { requirePetition } from '../petition/petition.state.js';

/** Reads the files that are attached to petitions. */
@Injectable()
export class AttachmentReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly files: FileStore,
    private readonly vault: Vault,
    private readonly directory: DirectoryReader,
  ) {}

  /** A file of a petition. Throws `Unknown` for a file of something else, and for one that was removed; `Forbidden` to an officer of another department. */
  async get(petitionId: string, fileId: string, caller?: Caller): Promise<Download> {
    const state = requirePetition((await this.aggregates.load(petition, petitionId)).state);
    if (caller) refuseOther(await this.directory.ownDepartmentOf(caller), state.department);
    const file = filesOf(state).find(({ id }) => id === fileId);
    if (!file) throw new Unknown('ATTACHMENT_UNKNOWN', 'No such file is attached to the petition.');
    const stream = state.removed.includes(fileId) ? undefined : await this.files.get(fileId);
    if (!stream) throw new Unknown('ATTACHMENT_REMOVED', 'The file was removed.');
    const name = (await this.vault.open(file.name)) ?? fileId;
    return new Download({ ...file, name }, stream);
  }
}
