import { viewBehind } from '@ecou/event-sourcing';
import { Problem } from '../../problems/problem.js';

/** Parts of a context that waiting for a position needs. */
export interface PositionReader {
  /** The context's name. */
  readonly name: string;
  /** A position that no event has passed yet. */
  head(): Promise<number>;
  /** True where the view has reached the position in time. */
  waitFor(view: string, position: number, timeoutMs: number): Promise<boolean>;
  /** Waits until the views can be read by this build. Throws `Unavailable`. */
  readable(views: readonly string[], timeoutMs: number): Promise<void>;
}

const form = /^([a-z]+):([0-9]{1,15})$/;

export const positionHeader = (context: string, position: number): string => `${context}:${position}`;

const refuse = (message: string): Problem =>
  new Problem(400, 'MIN_POSITION_INVALID', message, {
    errors: [{ path: 'Ecou-Min-Position', code: 'MIN_POSITION_INVALID', message }],
  });

/**
 * Waits until the views that a route reads have reached the position in `Ecou-Min-Position`. Throws 400 for a position beyond the head or
 * of another context, 503 where a view does not reach it in time.
 */
export async function awaitPosition(
  reader: PositionReader,
  views: readonly string[],
  header: string,
  timeoutMs: number,
): Promise<void> {
  const [, context, digits] = form.exec(header) ?? [];
  if (context === undefined) throw refuse('Ecou-Min-Position has the form <context>:<position>.');
  if (context !== reader.name) throw refuse(`This is a position of another context than ${reader.name}.`);
  const position = Number(digits);
  if (position > (await reader.head())) throw refuse('No event has that position yet.');
  const reached = await Promise.all(views.map((view) => reader.waitFor(view, position, timeoutMs)));
  if (reached.includes(false)) throw viewBehind();
}
