import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventRegistry, type EventTypes } from '../event-types.js';

/**
 * Golden stored events: `<folder>/<Type>.v<n>.json` holds the data of each type in each version that was ever stored. Each must
 * exist and still be read as the current version. `ECOU_WRITE_GOLDEN=1` writes missing ones from `samples`, and never changes one.
 */
export function goldenEvents(
  folder: string,
  definitions: readonly EventTypes[],
  samples: Readonly<Record<string, object>>,
): void {
  const registry = new EventRegistry(definitions);
  const fileOf = (type: string, version: number) => join(folder, `${type}.v${version}.json`);
  describe('golden stored events', () => {
    for (const type of registry.names) {
      const current = registry.versionOf(type);
      if (process.env['ECOU_WRITE_GOLDEN'] && !existsSync(fileOf(type, current))) {
        mkdirSync(folder, { recursive: true });
        const { data } = registry.encode(type, samples[type] ?? {});
        writeFileSync(fileOf(type, current), `${JSON.stringify(data, null, 2)}\n`);
      }
      for (let version = 1; version <= current; version += 1) {
        it(`reads ${type} as stored in version ${version}`, () => {
          const stored = JSON.parse(readFileSync(fileOf(type, version), 'utf8')) as Record<string, unknown>;
          const data = registry.decode(type, version, stored);
          expect(registry.schemaOf(type).parse(data)).toEqual(data);
        });
      }
    }
    it('holds no event of a type or version that is gone', () => {
      const expected = registry.names.flatMap((type) =>
        Array.from({ length: registry.versionOf(type) }, (_, index) => `${type}.v${index + 1}.json`),
      );
      expect(readdirSync(folder).sort()).toEqual(expected.sort());
    });
  });
}
