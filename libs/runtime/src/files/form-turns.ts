import { Unavailable } from '@ecou/event-sourcing';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { ConcurrencyLimit } from '../limits/concurrency-limit.js';
import { receiveForm, type FileRules } from './receive.js';

/** Forms with files that a process holds in memory at a time, of callers with a key and of the public each, and that wait unread. */
const atATime = 8;
const waiting = 24;

const limitOf = () =>
  new ConcurrencyLimit({
    atATime,
    waiting,
    busy: () => new Unavailable('FORMS_BUSY', 'Too many files are being received.', 5),
  });

/** Receives forms, those with files in turns: to read and to clean files is work that anybody can give us. */
export class FormTurns {
  private readonly ofPublic = limitOf();
  private readonly ofOthers = limitOf();

  /** As `receiveForm`. Throws 503 `FORMS_BUSY` where too many forms wait already. */
  async receive(request: FastifyRequest, rules: FileRules | undefined, isPublic: boolean): Promise<object> {
    if (!rules) return receiveForm(request, rules, isPublic);
    return (isPublic ? this.ofPublic : this.ofOthers).take(() => {
      // A form whose sender went away while it waited never ends.
      if (request.raw.destroyed) throw new Problem(400, 'FORM_INVALID', 'The form was broken off.');
      return receiveForm(request, rules, isPublic);
    });
  }
}
