import { Unknown } from '@ecou/event-sourcing';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { BallotBoxes } from './ballot-boxes.js';
import { suite } from './ballot-keys.js';
import type { ballotKeyAnswer } from './ballot.schemas.js';

type BallotKey = z.output<typeof ballotKeyAnswer>;

/** The key of a questionnaire's ballots. Throws `Unknown` where it takes none, or none any more. */
export class GetBallotKey extends Query<BallotKey> {
  constructor(readonly questionnaireId: string) {
    super();
  }
}

@QueryHandler(GetBallotKey)
export class GetBallotKeyHandler implements IQueryHandler<GetBallotKey> {
  constructor(private readonly boxes: BallotBoxes) {}

  async execute({ questionnaireId }: GetBallotKey): Promise<BallotKey> {
    const key = await this.boxes.publicKey(questionnaireId);
    if (!key) throw new Unknown('BALLOT_KEY_UNKNOWN', 'This questionnaire takes no ballots.');
    const fingerprint = createHash('sha256').update(key).digest('hex');
    return { suite, publicKey: key.toString('base64'), fingerprint };
  }
}
