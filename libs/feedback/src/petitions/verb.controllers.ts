import { verbRoutes } from '@ecou/runtime';
import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { answeringVerbs } from './petition/verbs/answering.verbs.js';
import { closingVerbs } from './petition/verbs/closing.verbs.js';
import { correctingVerbs } from './petition/verbs/correcting.verbs.js';
import { deadlineVerbs } from './petition/verbs/deadline.verbs.js';
import { handlingVerbs } from './petition/verbs/handling.verbs.js';
import { joiningVerbs } from './petition/verbs/joining.verbs.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import { petitionerVerbs } from './petition/verbs/petitioner.verbs.js';
import { commandOf } from './petition/verbs/petition.verbs.js';
import { threadVerbs } from './petition/verbs/thread.verbs.js';
import { isRouted } from './petition/verbs/verb.js';

/** A base class with the routes of the verbs that have one. */
const routesOf = (verbs: Readonly<Record<string, object>>) =>
  verbRoutes(
    PetitionCommand,
    'petitions:handle',
    Object.entries(verbs).flatMap(([type, declared]) =>
      isRouted(declared) ? [{ ...declared, command: (said?: object) => commandOf(type, said) }] : [],
    ),
  );

/** Work of officers on a petition until it is answered. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class HandlingController extends routesOf({ ...handlingVerbs, ...joiningVerbs, ...answeringVerbs }) {}

/** Messages of officers and the petitioner. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class ThreadController extends routesOf(threadVerbs) {}

/** Mistakes of whoever wrote it down. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class CorrectingController extends routesOf(correctingVerbs) {}

/** The deadline of a petition, its end, and acts of the petitioner. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class EndingController extends routesOf({ ...deadlineVerbs, ...closingVerbs, ...petitionerVerbs }) {}
