import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventRegistry, type EventTypes } from '../event-types.js';
import { mayBeLanded } from './git.js';

const filesOf = (registry: EventRegistry): string[] =>
  registry.names.flatMap((type) =>
    Array.from({ length: registry.versionOf(type) }, (_, index) => `${type}.v${index + 1}.json`),
  );

/**
 * Writes the current version of each event that has none. One that was never committed is written again where it is not read any more (a
 * folder that moves keeps its files), and goes with its event.
 */
export function writeGolden(folder: string, registry: EventRegistry, samples: Readonly<Record<string, object>>): void {
  mkdirSync(folder, { recursive: true });
  for (const type of registry.names) {
    const version = registry.versionOf(type);
    const file = `${type}.v${version}.json`;
    const path = join(folder, file);
    if (existsSync(path) && (isRead(path, registry, type, version) || mayBeLanded(folder, file))) continue;
    const { data } = registry.encode(type, samples[type] ?? {});
    writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
  }
  const known = filesOf(registry);
  const gone = readdirSync(folder).filter((file) => /\.v\d+\.json$/.test(file) && !known.includes(file));
  for (const file of gone) if (!mayBeLanded(folder, file)) rmSync(join(folder, file));
}

function isRead(path: string, registry: EventRegistry, type: string, version: number): boolean {
  try {
    readStored(path, registry, type, version);
    return true;
  } catch {
    return false;
  }
}

/** Reads a golden event as the current build does. Throws, with the file, where it is no current event. */
export function readStored(path: string, registry: EventRegistry, type: string, version: number): void {
  try {
    const data = registry.decode(type, version, JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>);
    expect(registry.schemaOf(type).parse(data)).toEqual(data);
  } catch (cause) {
    const advice = 'One that was never committed is written again by ECOU_WRITE_GOLDEN=1 npm test -- golden.';
    throw new Error(`${path} is not read as ${type}: ${(cause as Error).message}\n${advice}`, { cause });
  }
}

/**
 * Golden stored events: `<folder>/<Type>.v<n>.json` holds the data of each type in each version that was ever stored. Each must
 * exist and still be read as the current version. `ECOU_WRITE_GOLDEN=1` writes missing ones from `samples`, and never changes one that
 * is committed.
 */
export function goldenEvents(
  folder: string,
  definitions: readonly EventTypes[],
  samples: Readonly<Record<string, object>>,
): void {
  const registry = new EventRegistry(definitions);
  if (process.env['ECOU_WRITE_GOLDEN']) writeGolden(folder, registry, samples);
  describe('golden stored events', () => {
    for (const type of registry.names) {
      for (let version = 1; version <= registry.versionOf(type); version += 1) {
        it(`reads ${type} as stored in version ${version}`, () => {
          readStored(join(folder, `${type}.v${version}.json`), registry, type, version);
        });
      }
    }
    it('holds no event of a type or version that is gone', () => {
      expect(readdirSync(folder).sort()).toEqual(filesOf(registry).sort());
    });
  });
}
