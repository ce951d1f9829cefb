import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventRegistry, type EventTypes } from '../event-types.js';
import type { View } from '../views/view.js';
import type { GoldenEvent } from './fold-of.js';

/** The views of a folder that are guarded, and the events that they may read. */
export interface GuardedViews {
  readonly events: readonly EventTypes[];
  readonly views: readonly View[];
}

/** Fields that differ from a golden event, by its name and that of the variation: `{ 'PetitionRegistered.v1/by-phone': { channel: 'phone' } }`. */
export type Variations = Readonly<Record<string, object>>;

/**
 * Every stored version of the events that the views read, as the current build reads it; each is followed by its variations. Throws where a
 * view reads a type that is not among the events, or a golden file is missing.
 */
export function readGolden(
  folders: readonly string[],
  { events, views }: GuardedViews,
  variations: Variations,
): readonly GoldenEvent[] {
  const registry = new EventRegistry(events);
  const read = new Set(views.flatMap(({ handles }) => handles));
  return [...read].flatMap((type) => {
    const versions = Array.from({ length: registry.versionOf(type) }, (_, index) => index + 1);
    const category = events.find(({ types }) => type in types)?.category ?? '';
    return versions.flatMap((version) =>
      varied(folders, `${type}.v${version}`, variations).map(({ name, stored }) => {
        return { name, category, type, data: registry.decode(type, version, stored) };
      }),
    );
  });
}

/** The data in a golden file, and those of its variations. */
function varied(folders: readonly string[], name: string, variations: Variations) {
  const stored = JSON.parse(readFileSync(fileOf(folders, `${name}.json`), 'utf8')) as Record<string, unknown>;
  const own = Object.entries(variations).filter(([variation]) => variation.startsWith(`${name}/`));
  return [
    { name, stored },
    ...own.map(([variation, fields]) => ({ name: variation, stored: { ...stored, ...fields } })),
  ];
}

function fileOf(folders: readonly string[], name: string): string {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) throw new Error(`There is no golden event ${name} in ${folders.join(' or ')}.`);
  return found;
}
