import { Rejected, Unavailable } from '@ecou/event-sourcing';
import { OwnTables, type RunSql } from '@ecou/runtime';
import { LogKeys, noteOf, signatureBy, signNote } from '@ecou/runtime/receipts';
import { Injectable } from '@nestjs/common';
import { rootOf } from '../tree/merkle.js';
import { Tree } from '../tree/tree.js';
import { checkpointOf, checkpointText, openCheckpoint, type Checkpoint } from './checkpoint.js';

/** A signed checkpoint. */
export interface Signed extends Checkpoint {
  /** With the cosignatures of witnesses. */
  readonly note: string;
}

/** The log does not go on from what was signed. Nothing is signed any more until somebody has looked. */
export class LogForked extends Unavailable {
  constructor(message: string) {
    super('LOG_FORKED', message, 3_600);
  }
}

/** Signs the state of the log, and keeps what was signed. */
@Injectable()
export class Checkpoints {
  constructor(
    private readonly tables: OwnTables,
    private readonly keys: LogKeys,
  ) {}

  /** The newest note, as it stands: whoever reads it looks whether it was signed. The first is made where there is none. */
  async latest(): Promise<string> {
    const note = await this.tables.transaction(async (run) => {
      const row = await rowOf(run);
      return row && row.note + (await cosignaturesOf(row.size, run)).join('');
    });
    return note ?? (await this.sign()).note;
  }

  /**
   * Signs the log as it stands; the one before stays where nothing was added. Throws `LogForked` where the log is not what was signed before with
   * more behind it, and `TreeBroken` where a part of it is missing.
   */
  sign(): Promise<Signed> {
    return this.tables.transaction(async (run) => {
      // Nobody else signs meanwhile, and nothing is added.
      await run('SELECT FROM transparency_log FOR UPDATE');
      const tree = new Tree(run);
      const [size, last] = [await tree.size(), await this.read(run)];
      if (last) await this.refuseFork(last, tree);
      if (last?.size === size) return last;
      const root = await rootOf(size, tree.nodes);
      const checkpoint = { origin: this.keys.origin, size, root };
      const note = signNote(checkpointText(checkpoint), this.keys.checkpoints);
      await run('INSERT INTO transparency_checkpoints (size, note) VALUES ($1, $2)', [size, note]);
      return { ...checkpoint, note };
    });
  }

  /** One that covers so many leaves: the newest that was signed, or one that is signed now. */
  async covering(size: number): Promise<Signed> {
    const latest = await this.find();
    return latest && latest.size >= size ? latest : this.sign();
  }

  /**
   * Keeps what a witness signed under a checkpoint. Throws `Rejected` where the checkpoint was not signed here, or no witness that is known signed
   * it. Answers how many of its signatures are kept now.
   */
  async cosign(text: string): Promise<{ readonly size: number; readonly cosignatures: number }> {
    const note = noteOf(text);
    const checkpoint = note && checkpointOf(note);
    const own = checkpoint && (await this.find(checkpoint.size));
    if (!note || !own || noteOf(own.note)?.text !== note.text)
      throw new Rejected('CHECKPOINT_UNKNOWN', 'This log has signed no such checkpoint.');
    const lines = this.keys.witnesses.flatMap((key) => {
      const signature = signatureBy(note, key);
      return signature ? [{ key: key.text, line: signature.line }] : [];
    });
    if (lines.length === 0)
      throw new Rejected('WITNESS_UNKNOWN', 'No witness that this log knows has signed the checkpoint.');
    return this.tables.transaction(async (run) => {
      for (const { key, line } of lines)
        await run(
          `INSERT INTO transparency_cosignatures (size, key, line) VALUES ($1, $2, $3)
           ON CONFLICT (size, key) DO UPDATE SET line = excluded.line`,
          [own.size, key, line],
        );
      return { size: own.size, cosignatures: (await cosignaturesOf(own.size, run)).length };
    });
  }

  /** The newest, or the one of a size; `undefined` where there is none that these keys signed. */
  find(size?: number): Promise<Signed | undefined> {
    return this.tables.transaction((run) => this.read(run, size));
  }

  private async read(run: RunSql, size?: number): Promise<Signed | undefined> {
    const row = await rowOf(run, size);
    if (!row) return undefined;
    const checkpoint = openCheckpoint(row.note, this.keys.checkpoints);
    if (!checkpoint) throw new LogForked('A checkpoint was not signed by the keys of this log.');
    return { ...checkpoint, note: row.note + (await cosignaturesOf(checkpoint.size, run)).join('') };
  }

  private async refuseFork(last: Signed, tree: Tree): Promise<void> {
    const size = await tree.size();
    if (last.origin !== this.keys.origin)
      throw new LogForked(`The log is named ${last.origin}: set ECOU_LOG_NAME to that.`);
    if (size < last.size) throw new LogForked(`The log had ${last.size} leaves, and has ${size}.`);
    const root = await rootOf(last.size, tree.nodes);
    if (!root.equals(last.root)) throw new LogForked(`The first ${last.size} leaves are not those that were signed.`);
  }
}

async function rowOf(run: RunSql, size?: number): Promise<{ size: number; note: string } | undefined> {
  const [row] = await run<{ size: number | string; note: string }>(
    `SELECT size, note FROM transparency_checkpoints WHERE $1::bigint IS NULL OR size = $1 ORDER BY size DESC LIMIT 1`,
    [size ?? null],
  );
  return row && { ...row, size: Number(row.size) };
}

async function cosignaturesOf(size: number, run: RunSql): Promise<string[]> {
  const rows = await run<{ line: string }>('SELECT line FROM transparency_cosignatures WHERE size = $1 ORDER BY key', [
    size,
  ]);
  return rows.map(({ line }) => line);
}
