import { CONTEXT_CONFIG } from '@ecou/runtime';
import type { Settings } from '../settings.js';
import { AnswerByBallotHandler, BallotBoxHandler, RequestBallotHandler } from './ballot.command.js';
import { BallotBoxes } from './ballot-boxes.js';
import { BallotController } from './ballot.controller.js';
import { BallotKeyReader } from './ballot-key.reader.js';
import { Ballots } from './ballots.js';
import { BallotBoxes1790000000101 } from './migrations.js';
import { Seal } from './seal.js';

/** The parts of the context that belong to answering by ballot. */
export const ballotParts = {
  migrations: [BallotBoxes1790000000101],
  controllers: [BallotController],
  providers: [
    BallotBoxes,
    Ballots,
    RequestBallotHandler,
    AnswerByBallotHandler,
    BallotBoxHandler,
    BallotKeyReader,
    {
      provide: Seal,
      useFactory: ({ ECOU_SECRET }: Settings) => new Seal(ECOU_SECRET, 'feedback ballots v1'),
      inject: [CONTEXT_CONFIG],
    },
  ],
};
