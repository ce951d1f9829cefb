import { setImmediate as nextTurn } from 'node:timers/promises';
import { relationOf } from '@ecou/event-sourcing';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { topicSubscribers } from './topic-subscribers.view.js';

/** Somebody who is told, once, and the topics for which. */
export interface Addressee {
  readonly subscriberId: string;
  readonly topics: readonly string[];
}

export interface Chunk {
  readonly addressees: readonly Addressee[];
  /** True where nobody comes after them. */
  readonly last: boolean;
}

interface Question {
  readonly after: string;
  readonly topics: readonly string[];
}

type Answers = ReadonlyMap<number, readonly Addressee[]>;

const chunkSize = 200;
const patienceMs = 2_000;
/** Most questions of one statement. */
const mostQuestions = 64;

const chunksSql = `
  SELECT question, chunk.* FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY asked (q, question) CROSS JOIN LATERAL (
    SELECT subscriber_id AS "subscriberId", array_agg(topic ORDER BY topic) AS topics
    FROM jsonb_array_elements_text(q->'topics') AS wanted CROSS JOIN LATERAL (
      SELECT subscriber_id, topic FROM ${relationOf(topicSubscribers)}
      WHERE topic = wanted AND subscriber_id > q->>'after' ORDER BY subscriber_id LIMIT $2
    ) AS confirmed
    GROUP BY subscriber_id ORDER BY subscriber_id LIMIT $2
  ) AS chunk ORDER BY question, "subscriberId"`;

/** Whoever confirmed one of some topics, in the order of their ids. */
@Injectable()
export class NextSubscribers {
  /** The questions of one turn of the event loop. They go into one statement, which is sent after it. */
  private turn: { readonly questions: Question[]; readonly answers: Promise<Answers> } | undefined;

  constructor(private readonly readModels: ReadModels) {}

  /** The chunk after a cursor, once the view has passed a position; `undefined` where it has not in a moment. */
  async after(cursor: string | null, topics: readonly string[], past: number): Promise<Chunk | undefined> {
    if (!(await this.readModels.hasReached(topicSubscribers, past, patienceMs))) return undefined;
    const addressees = await this.ask({ after: cursor ?? '', topics });
    return { addressees, last: addressees.length < chunkSize };
  }

  private async ask(question: Question): Promise<readonly Addressee[]> {
    const turn = (this.turn ??= this.begin());
    const place = turn.questions.push(question);
    if (place === mostQuestions) this.turn = undefined;
    return (await turn.answers).get(place) ?? [];
  }

  private begin() {
    const questions: Question[] = [];
    const answers = nextTurn().then(() => {
      if (this.turn?.questions === questions) this.turn = undefined;
      return this.answersTo(questions);
    });
    return { questions, answers };
  }

  /** By the place of each question, from 1. */
  private async answersTo(questions: readonly Question[]): Promise<Answers> {
    const rows = await this.readModels.query<Addressee & { readonly question: string }>(chunksSql, [
      JSON.stringify(questions),
      chunkSize,
    ]);
    const answers = new Map<number, Addressee[]>();
    for (const { question, ...addressee } of rows) {
      const place = Number(question);
      answers.set(place, [...(answers.get(place) ?? []), addressee]);
    }
    return answers;
  }
}
