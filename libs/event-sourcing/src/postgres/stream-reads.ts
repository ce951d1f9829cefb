import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { ReadStreamOptions } from '../event-store.js';
import { eventColumns, type EventRow } from './ordered-reader.js';

interface Question {
  readonly stream: string;
  readonly after: number;
  readonly upTo: number;
}

/** The questions of one turn of the event loop by their text, and the rows that answer each. */
interface Turn {
  readonly questions: Map<string, Question>;
  readonly answers: Promise<ReadonlyMap<string, readonly EventRow[]>>;
}

/** Most streams of one statement. */
const mostStreams = 128;

/** Streams by name, after a version and up to a position. The first position of each prunes the partitions that are read for it. */
export const streamsStatement = (schema: string): string =>
  `SELECT q.question, e.* FROM unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (stream_id, after, up_to, question)
     CROSS JOIN LATERAL (SELECT ${eventColumns} FROM ${schema}.events WHERE stream_id = q.stream_id AND version > q.after
       AND global_position <= q.up_to AND global_position >= (SELECT first_position FROM ${schema}.streams WHERE stream_id = q.stream_id)) e
   ORDER BY q.question, e.version`;

/**
 * Reads streams: what is asked for in one turn of the event loop goes into one statement, and the same question is asked once. A
 * statement is sent after its questions were asked, so that an answer is never older than its question.
 */
export class StreamReads {
  private turn: Turn | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
  ) {}

  /** The rows of a stream in their order; none where it does not exist. */
  async read(stream: string, { after = 0, upTo = Number.MAX_SAFE_INTEGER }: ReadStreamOptions = {}) {
    // No stream has a name that cannot be stored, and one such name would end the statement for all.
    if (stream.includes('\0')) return [];
    const { questions, answers } = (this.turn ??= this.begin());
    const text = `${after} ${upTo} ${stream}`;
    questions.set(text, { stream, after, upTo });
    return (await answers).get(text) ?? [];
  }

  private begin(): Turn {
    const questions = new Map<string, Question>();
    const answers = nextTurn().then(() => {
      this.turn = undefined;
      return this.answersTo([...questions]);
    });
    return { questions, answers };
  }

  private async answersTo(questions: readonly [string, Question][]): Promise<Map<string, EventRow[]>> {
    const answers = new Map<string, EventRow[]>(questions.map(([text]) => [text, []]));
    const statements: Promise<void>[] = [];
    for (let start = 0; start < questions.length; start += mostStreams)
      statements.push(this.ask(questions.slice(start, start + mostStreams), answers));
    await Promise.all(statements);
    return answers;
  }

  private async ask(questions: readonly [string, Question][], answers: Map<string, EventRow[]>): Promise<void> {
    const { schema } = this;
    const asked = questions.map(([, question]) => question);
    const { rows } = await this.pool.query<EventRow & { readonly question: number }>({
      name: `read-streams/${schema}`,
      text: streamsStatement(schema),
      values: [asked.map(({ stream }) => stream), asked.map(({ after }) => after), asked.map(({ upTo }) => upTo)],
    });
    for (const row of rows) answers.get(questions[row.question - 1]?.[0] ?? '')?.push(row);
  }
}
