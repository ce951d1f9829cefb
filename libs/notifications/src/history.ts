import { instant } from '@ecou/contracts';
import type { EventStore } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, Page, type pageQuery } from '@ecou/runtime';
import { z } from 'zod';

/** A fact of an aggregate, with who and when; `id`: the name of the schema. */
export const factNamed = (id: string) =>
  z
    .object({
      version: z.int().describe('Place in its life, from 1.'),
      type: z.string(),
      recordedAt: instant,
      actor: z.string(),
      data: z.record(z.string(), z.unknown()).describe('What the fact says.'),
    })
    .meta({ id });
export type Fact = z.output<ReturnType<typeof factNamed>>;

type Paged = z.output<z.ZodObject<typeof pageQuery>>;

/** A page of the facts of a stream, in order; `undefined` where there is no such stream. */
export async function pageOfFacts(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  { cursor, limit }: Paged,
): Promise<Page<Fact> | undefined> {
  const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
  const events = await store.readStream(stream, { after });
  if (events.length === 0 && after === 0) return undefined;
  const facts = events.map(({ version, type, recordedAt, metadata: { actor }, data }) => ({
    ...{ version, type, recordedAt, actor, data: data as Fact['data'] },
  }));
  return Page.of(facts.slice(0, limit + 1), limit, ({ version }) => encodeCursor([version]));
}
