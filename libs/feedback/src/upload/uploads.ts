import { randomUUID } from 'node:crypto';
import { Invalid, Rejected, streamOf, type StreamWrite, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates, cleanFileName, FileStore, type ReceivedFile } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { upload } from './upload.aggregate.js';
import { UploadCommand } from './upload.command.js';
import { uploadDecider, type FileFacts, type Upload } from './upload.decider.js';
import type { AttachedFile } from './upload.schemas.js';

/** How long a file waits for what it belongs to. */
const waitsMs = 24 * 60 * 60 * 1000;

/** A file that was handed in. */
export interface HandedIn extends FileFacts {
  readonly id: string;
  /** Cleaned; it is told, and not kept. */
  readonly name: string;
  readonly expiresAt: string;
}

/** What a command that attaches files goes on with. */
export interface Claimed {
  readonly files: readonly (FileFacts & { readonly id: string; readonly name: string })[];
  /** For the command's unit: the files stay with what it writes, or nothing is written. */
  readonly writes: readonly StreamWrite[];
}

/** Takes files in, and gives them to what they belong to. */
@Injectable()
export class Uploads {
  constructor(
    private readonly aggregates: Aggregates,
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

  /** Throws `Invalid` at the file that cannot be had: unknown, not whole, too late, or somebody else's. */
  async claim(attached: readonly AttachedFile[], petitionId: string, at: string): Promise<Claimed> {
    const twice = attached.findIndex(({ file }, index) => attached.findIndex((one) => one.file === file) < index);
    if (twice >= 0) throw new Invalid('FILE_TWICE', 'The file is attached twice.', ['attachments', twice, 'file']);
    const claims = await Promise.all(attached.map((one, index) => this.claimOne(one, index, { petitionId, at })));
    return { files: claims.map(({ file }) => file), writes: claims.flatMap(({ writes }) => writes) };
  }

  private async claimOne(
    { file: id, name }: AttachedFile,
    index: number,
    { petitionId, at }: { readonly petitionId: string; readonly at: string },
  ) {
    const { state, version } = await this.aggregates.load(upload, id);
    const events = claimed(state, { petitionId, at }, index);
    const stream = streamOf(upload.category, id);
    const named = events.map((event) => ({ ...event, id: randomUUID() }));
    const writes = named.length > 0 ? [{ stream, expected: version, events: named }] : [];
    const { type, size, sha256 } = state?.file as FileFacts;
    return { file: { id, name: cleanFileName(name ?? '', type), type, size, sha256 }, writes };
  }
}

function claimed(state: Upload | null, claim: { readonly petitionId: string; readonly at: string }, index: number) {
  try {
    return uploadDecider.decide({ type: 'ClaimUpload', ...claim }, state);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new Invalid(error.code, error.message, ['attachments', index, 'file']);
  }
}
