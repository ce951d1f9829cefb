import { randomUUID } from 'node:crypto';
import type { Sealed, Vault } from '@ecou/event-sourcing';
import type { PlannedItem } from './agenda.js';
import type { AgendaItem } from './civic-event.events.js';
import type { AgendaBody } from './civic-event.schemas.js';

/**
 * The agenda with the names of its speakers sealed. A name that stands in the agenda already keeps its subject, so that the same agenda
 * again is no change; a new one gets a random one. `Sealing` would not do: it seals for one person, and these are matched by their names
 * across subjects.
 */
export async function sealSpeakers(
  { items }: AgendaBody,
  current: readonly AgendaItem[],
  vault: Vault,
): Promise<PlannedItem[]> {
  const standing = current.flatMap(({ speakers }) => speakers.map(({ name }) => name));
  const seal = async (name: string): Promise<Sealed<string>> => {
    const sealed = await vault.seal(randomUUID(), name, standing);
    standing.push(sealed);
    return sealed;
  };
  const planned: PlannedItem[] = [];
  for (const { speakers, ...item } of items) {
    const sealed: { name: Sealed<string>; affiliation: string | null }[] = [];
    for (const { name, affiliation } of speakers) sealed.push({ name: await seal(name), affiliation });
    planned.push({ ...item, speakers: sealed });
  }
  return planned;
}
