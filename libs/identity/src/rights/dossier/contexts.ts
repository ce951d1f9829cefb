import { contextsWithPeople } from '@ecou/contracts';
import { Unavailable } from '@ecou/event-sourcing';
import { Problem, type OnBehalf } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../settings.js';
import { known, type Dossier, type Known } from './dossier.schemas.js';

const standing = z.object({ subjects: z.array(z.uuid()) });

/** Ids that are asked for at the same time. */
const together = 4;
const patienceMs = 20_000;

export const pathOf = (context: string, subject: string): string => `/${context}/v1/subjects/${subject}`;

interface ThingOfContext {
  readonly context: string;
  /** Its kind and id: `petition-<uuid>`. */
  readonly stream: string;
}

/** Asks the contexts what is on record of a person, in the name of who wants to know: each of them decides whether they may. */
@Injectable()
export class ContextsOfPerson {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Throws `Unavailable` where a context cannot be asked: half of what is known is no answer. */
  async gather(subjects: readonly string[], behalf: OnBehalf): Promise<Dossier['contexts']> {
    const found: Dossier['contexts'] = [];
    for (const context of contextsWithPeople) {
      const answers: Known[] = [];
      for (let from = 0; from < subjects.length; from += together) {
        const some = subjects.slice(from, from + together);
        const got = await Promise.all(some.map((subject) => this.ask(context, subject, behalf)));
        answers.push(...got.flatMap((one) => one ?? []));
      }
      if (answers.length > 0) found.push({ context, known: answers });
    }
    return found;
  }

  /** The ids of everybody who stands in a thing; none where its context knows no such thing. */
  async standingIn({ context, stream }: ThingOfContext, behalf: OnBehalf): Promise<string[]> {
    const answer = await this.get(context, `/${context}/v1/subjects/in/${stream}`, behalf);
    return answer === undefined ? [] : standing.parse(answer).subjects;
  }

  private async ask(context: string, subject: string, behalf: OnBehalf): Promise<Known | undefined> {
    const answer = await this.get(context, pathOf(context, subject), behalf);
    return answer === undefined ? undefined : known.parse(answer);
  }

  /** `undefined` where there is no such thing. */
  private async get(context: string, path: string, { headers, self }: OnBehalf): Promise<unknown> {
    const url = `${this.settings.contextsUrl ?? self}${path}`;
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(patienceMs) }).catch(
      (cause: unknown) => {
        throw new Unavailable('CONTEXT_AWAY', `What ${context} knows cannot be had at the moment.`, 5, { cause });
      },
    );
    if (response.ok) return response.json();
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    if (response.status === 403 || response.status === 401)
      throw new Problem(403, 'FORBIDDEN', `You may not read what ${context} knows of people.`);
    throw new Unavailable('CONTEXT_AWAY', `What ${context} knows cannot be had at the moment.`, 5);
  }
}
