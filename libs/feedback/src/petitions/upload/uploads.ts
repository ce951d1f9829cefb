import { randomUUID } from 'node:crypto';
import { Invalid, Rejected, type CommandContext, type UnitOfWork, Personal } from '@ecou/event-sourcing';
import { cleanFileName, FileStore, type ReceivedFile } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { upload } from './upload.aggregate.js';
import { UploadCommand } from './upload.command.js';
import type { FileFacts } from './upload.decider.js';
import type { AttachedFile } from './upload.schemas.js';

/** The time that a file waits to be claimed. */
const waitsMs = 24 * 60 * 60 * 1000;

/** A file that was handed in. */
export interface HandedIn extends FileFacts {
  readonly id: string;
  /** Cleaned; it is told, and not kept. */
  readonly name: string;
  readonly expiresAt: string;
}

/** A file that belongs to a petition from now on. */
export type ClaimedFile = FileFacts & { readonly id: string; readonly name: Personal<string> };

/** Takes files in before what they belong to. */
@Injectable()
export class Uploads {
  constructor(
    private readonly commands: CommandBus,
    private readonly files: FileStore,
  ) {}

  /** Keeps a file: its beginning is on record first, then its bytes are on disk, then that it is whole. A crash in between leaves what expires. */
  async keep(file: ReceivedFile, context: CommandContext): Promise<HandedIn> {
    const id = randomUUID();
    const run = (body: UploadCommand['command']) => {
      const { metadata, now } = context;
      return this.commands.execute(new UploadCommand(id, body, { metadata, now, commandId: randomUUID() }));
    };
    const { name, type, size, sha256 } = file;
    const expiresAt = new Date(Date.parse(context.now) + waitsMs).toISOString();
    await run({ type: 'BeginUpload', expiresAt });
    await this.files.put(id, file.bytes);
    await run({ type: 'ReceiveUpload', file: { type, size, sha256 }, at: context.now });
    return { id, name, type, size, sha256, expiresAt };
  }
}

/** Claims files for a petition in its unit. Throws `Invalid` at the file that cannot be had: unknown, not whole, too late, or somebody else's. */
export async function claimFiles(
  work: UnitOfWork,
  attached: readonly AttachedFile[],
  petitionId: string,
): Promise<ClaimedFile[]> {
  const twice = attached.findIndex(({ file }, index) => attached.findIndex((one) => one.file === file) < index);
  if (twice >= 0) throw new Invalid('FILE_TWICE', 'The file is attached twice.', ['attachments', twice, 'file']);
  await Promise.all(attached.map(({ file }) => work.read(upload, file)));
  const claimed: ClaimedFile[] = [];
  for (const [index, { file: id, name }] of attached.entries()) {
    const { type, size, sha256 } = await claimFile(work, id, petitionId).catch(invalidAt(index));
    claimed.push({ id, name: new Personal(cleanFileName(name?.value ?? '', type)), type, size, sha256 });
  }
  return claimed;
}

async function claimFile(work: UnitOfWork, id: string, petitionId: string): Promise<FileFacts> {
  const { after } = await work.decide(upload, id, { type: 'ClaimUpload', petitionId, at: work.now });
  if (!after?.file) throw new Error(`The file ${id} was claimed before it was whole.`);
  return after.file;
}

const invalidAt = (index: number) => (error: unknown) => {
  if (!(error instanceof Rejected)) throw error;
  throw new Invalid(error.code, error.message, ['attachments', index, 'file']);
};
