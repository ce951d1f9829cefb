import { OwnTables, type RunSql, Seal } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { makeKeys } from './ballot-keys.js';
import { usedBytes, usedOf, type UsedTokens } from './used-tokens.js';
import { waitingBytes, waitingOf, type Waiting } from './waiting.js';

/** The columns that are read at once. The others are large, and read by those who need them. */
interface Row {
  readonly public_key: Buffer;
  readonly private_key: Buffer;
}

type Part = 'used' | 'waiting';
type Sealed = 'private_key' | Part;

/** The ballot box of a questionnaire, locked: nobody else reads or changes it before the transaction ends. */
export class BallotBox {
  constructor(
    private readonly id: string,
    private readonly row: Row,
    private readonly run: RunSql,
    private readonly seal: Seal,
  ) {}

  get publicKey(): KeyObject {
    return createPublicKey({ key: this.row.public_key, format: 'der', type: 'spki' });
  }

  get privateKey(): KeyObject {
    return createPrivateKey({ key: this.open('private_key', this.row.private_key), format: 'der', type: 'pkcs8' });
  }

  async used(): Promise<Map<number, Buffer>> {
    return usedOf(await this.read('used'));
  }

  keepUsed(used: UsedTokens): Promise<void> {
    return this.keep('used', usedBytes(used));
  }

  async waiting(): Promise<readonly Waiting[]> {
    return waitingOf(await this.read('waiting'));
  }

  keepWaiting(waiting: readonly Waiting[]): Promise<void> {
    return this.keep('waiting', waitingBytes(waiting));
  }

  async remove(): Promise<void> {
    await this.run(`DELETE FROM ballot_boxes WHERE questionnaire_id = $1`, [this.id]);
  }

  private open(column: Sealed, sealed: Buffer): Buffer {
    return this.seal.open(nameOf(this.id, column), sealed);
  }

  private async read(part: Part): Promise<Buffer> {
    const [row] = await this.run<Record<Part, Buffer>>(`SELECT ${part} FROM ballot_boxes WHERE questionnaire_id = $1`, [
      this.id,
    ]);
    return row ? this.open(part, row[part]) : Buffer.alloc(0);
  }

  private async keep(column: Part, bytes: Buffer): Promise<void> {
    const sealed = this.seal.seal(nameOf(this.id, column), bytes);
    await this.run(`UPDATE ballot_boxes SET ${column} = $2 WHERE questionnaire_id = $1`, [this.id, sealed]);
  }
}

const nameOf = (id: string, column: Sealed): string => `${id}/${column}`;

/** The table of ballot boxes. Their content can be read with the deployment's secret only. */
@Injectable()
export class BallotBoxes {
  private readonly turns = new Map<string, Promise<void>>();

  constructor(
    private readonly tables: OwnTables,
    private readonly seal: Seal,
  ) {}

  /** Makes the box of a questionnaire, with its keys, unless there is one. */
  async make(id: string): Promise<void> {
    if ((await this.publicKey(id)) !== null) return;
    const { publicKey, privateKey } = await makeKeys();
    const sealed = (column: Sealed, bytes: Buffer) => this.seal.seal(nameOf(id, column), bytes);
    const nothing = Buffer.alloc(0);
    await this.tables.transaction((run) =>
      run(
        `INSERT INTO ballot_boxes (questionnaire_id, public_key, private_key, used, waiting) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`,
        [id, publicKey, sealed('private_key', privateKey), sealed('used', nothing), sealed('waiting', nothing)],
      ),
    );
  }

  /** SPKI, DER; `null` where there is no box, or none any more. */
  publicKey(id: string): Promise<Buffer | null> {
    return this.tables.transaction(async (run) => {
      const [row] = await run<Pick<Row, 'public_key'>>(
        `SELECT public_key FROM ballot_boxes WHERE questionnaire_id = $1`,
        [id],
      );
      return row?.public_key ?? null;
    });
  }

  /** Locks the box of a questionnaire while `work` is done: one after the other, in all processes. Changes are committed when `work` ends. */
  locked<T>(id: string, work: (box: BallotBox | null) => Promise<T>): Promise<T> {
    return this.inTurn(id, () =>
      this.tables.transaction(async (run) => {
        const [row] = await run<Row>(
          `SELECT public_key, private_key FROM ballot_boxes WHERE questionnaire_id = $1 FOR UPDATE`,
          [id],
        );
        return work(row ? new BallotBox(id, row, run, this.seal) : null);
      }),
    );
  }

  /** Callers of this process wait here, so that a waiting one holds no connection that others need. */
  private inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.turns.get(id) ?? Promise.resolve()).then(work);
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(id, over);
    void over.then(() => {
      if (this.turns.get(id) === over) this.turns.delete(id);
    });
    return mine;
  }
}
