import { OwnTables, type RunSql } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { makeKeys } from './ballot-keys.js';
import { Seal } from './seal.js';
import { usedBytes, usedOf, type UsedTokens } from './used-tokens.js';
import { waitingBytes, waitingOf, type Waiting } from './waiting.js';

interface Row {
  readonly public_key: Buffer;
  readonly private_key: Buffer;
  readonly used: Buffer;
  readonly waiting: Buffer;
}

type Sealed = 'private_key' | 'used' | 'waiting';

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
    return createPrivateKey({ key: this.open('private_key'), format: 'der', type: 'pkcs8' });
  }

  used(): Map<number, Buffer> {
    return usedOf(this.open('used'));
  }

  keepUsed(used: UsedTokens): Promise<void> {
    return this.keep('used', usedBytes(used));
  }

  waiting(): readonly Waiting[] {
    return waitingOf(this.open('waiting'));
  }

  keepWaiting(waiting: readonly Waiting[]): Promise<void> {
    return this.keep('waiting', waitingBytes(waiting));
  }

  async remove(): Promise<void> {
    await this.run(`DELETE FROM ballot_boxes WHERE questionnaire_id = $1`, [this.id]);
  }

  private open(column: Sealed): Buffer {
    return this.seal.open(nameOf(this.id, column), this.row[column]);
  }

  private async keep(column: Sealed, bytes: Buffer): Promise<void> {
    const sealed = this.seal.seal(nameOf(this.id, column), bytes);
    await this.run(`UPDATE ballot_boxes SET ${column} = $2 WHERE questionnaire_id = $1`, [this.id, sealed]);
  }
}

const nameOf = (id: string, column: Sealed): string => `${id}/${column}`;

/** The table of ballot boxes: what is in one can be read with the deployment's secret only. */
@Injectable()
export class BallotBoxes {
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

  /** Locks the box of a questionnaire while `work` is done: one after the other, in all processes. What it keeps is committed with its end. */
  locked<T>(id: string, work: (box: BallotBox | null) => Promise<T>): Promise<T> {
    return this.tables.transaction(async (run) => {
      const [row] = await run<Row>(
        `SELECT public_key, private_key, used, waiting FROM ballot_boxes WHERE questionnaire_id = $1 FOR UPDATE`,
        [id],
      );
      return work(row ? new BallotBox(id, row, run, this.seal) : null);
    });
  }
}
