import { CommandResult, type EventStore, type IdempotentAnswer, idOf } from '@ecou/event-sourcing';
import { createHmac } from 'node:crypto';
import { Problem } from '../problems/problem.js';

/** The parts that make a request the same as an earlier one. */
export interface IdempotentRequest {
  /** Method and pattern of the route. */
  readonly route: string;
  /** With the ids in it. */
  readonly path: string;
  /** Whoever has a key; for the public, the network that they come from. */
  readonly actor: string;
  readonly key: string;
  readonly body: unknown;
}

export interface IdempotencyHashes {
  readonly key: string;
  readonly bodyHash: string;
}

const form = /^[\x21-\x7e]{1,255}$/;

/** Throws 400 where the header cannot be a key. */
export function checkKey(key: string): void {
  if (form.test(key)) return;
  const message = 'Between 1 and 255 printable ASCII characters, without spaces.';
  throw new Problem(400, 'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key cannot be used as a key.', {
    errors: [{ path: 'Idempotency-Key', code: 'IDEMPOTENCY_KEY_INVALID', message }],
  });
}

/** Keyed with the deployment's secret, so that neither key nor body can be guessed from the row. */
export function hashesOf(secret: string, request: IdempotentRequest): IdempotencyHashes {
  const hash = (...parts: readonly string[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex');
  return {
    key: hash('key', request.route, request.actor, request.key),
    bodyHash: hash('body', request.path, JSON.stringify(request.body ?? null)),
  };
}

/** The answer that was given to the same request before. */
export interface Replay {
  readonly status: number;
  readonly result: CommandResult;
}

function replayOf(answer: IdempotentAnswer, bodyHash: string): Replay {
  if (answer.bodyHash !== bodyHash) {
    throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request already.');
  }
  const { stream, version, position, number, status } = answer;
  return { status, result: new CommandResult(idOf(stream), version, position, { number }) };
}

/** Looks the first answer up. Throws 422 where the key belongs to another request. */
export async function findReplay(
  store: Pick<EventStore, 'findAnswer'>,
  { key, bodyHash }: IdempotencyHashes,
): Promise<Replay | undefined> {
  const answer = await store.findAnswer(key);
  return answer ? replayOf(answer, bodyHash) : undefined;
}
