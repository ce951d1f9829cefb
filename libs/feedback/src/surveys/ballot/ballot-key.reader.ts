import { createHash } from 'node:crypto';
import { Unknown } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { BallotBoxes } from './ballot-boxes.js';
import { suite } from './ballot-keys.js';
import type { ballotKeyAnswer } from './ballot.schemas.js';

/** Reads the keys of ballots. */
@Injectable()
export class BallotKeyReader {
  constructor(private readonly boxes: BallotBoxes) {}

  /** The key of a questionnaire's ballots. Throws `Unknown` where it takes none, or none any more. */
  async get(questionnaireId: string): Promise<z.output<typeof ballotKeyAnswer>> {
    const key = await this.boxes.publicKey(questionnaireId);
    if (!key) throw new Unknown('BALLOT_KEY_UNKNOWN', 'This questionnaire takes no ballots.');
    const fingerprint = createHash('sha256').update(key).digest('hex');
    return { suite, publicKey: key.toString('base64'), fingerprint };
  }
}
