import { Unknown } from '@ecou/event-sourcing';
import { z } from 'zod';
import { tileWidth } from './tree/tiles.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'Must be 64 hexadecimal digits.');
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const aboutAnswer = z
  .object({
    origin: z.string().describe('The name of the log, as its checkpoints begin.'),
    size: z.int().min(0).describe('Leaves, also those that are not signed yet.'),
    checkpointKeys: z.array(z.string()).describe('That sign checkpoints, the newest first (C2SP `signed-note`).'),
    promiseKeys: z.array(z.string()).describe('That sign receipts.'),
    witnessKeys: z.array(z.string()).describe('Of witnesses whose cosignatures are taken.'),
    registrations: z.array(z.string()).describe('Addresses of what must be in it, by context.'),
  })
  .meta({ id: 'TransparencyLog' });

const segment = z.string().regex(/^(?:x?[0-9]{3}(?:\.p)?|[1-9][0-9]{0,2})$/, 'Must be a part of the name of a tile.');
const level = z.string().regex(/^(?:entries|[0-9]|[1-5][0-9]|6[0-3])$/, 'Must be entries, or a level from 0 to 63.');

const one = { level, a: segment };
const two = { ...one, b: segment };
const three = { ...two, c: segment };

/** The names of tiles, by the number of their parts. */
export const tileParams = z.strictObject(one);
export const tileOfTwoParams = z.strictObject(two);
export const tileOfThreeParams = z.strictObject(three);
export const tileOfFourParams = z.strictObject({ ...three, d: segment });

/** The name of a tile of any number of parts. */
export type TileParams = z.output<typeof tileParams> &
  Partial<Omit<z.output<typeof tileOfFourParams>, keyof typeof one>>;

/** The index and the width that the name of a tile says: `x001/x234/067`, with `.p/<width>` where it is not full. Throws `Unknown` for what is no name. */
export function tileNamed({ level: _, ...segments }: TileParams): { index: number; width: number } {
  const path = Object.values(segments).join('/');
  const [, name = '', width] = /^((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path) ?? [];
  const isName = name !== '' && !name.startsWith('x000') && Number(width ?? 1) < tileWidth;
  if (!isName) throw new Unknown('TILE_UNKNOWN', 'The log has no such tile.');
  return { index: Number(name.replaceAll(/[x/]/g, '')), width: Number(width ?? tileWidth) };
}

export const inclusionQuery = z
  .strictObject({
    leaf: hash.optional().describe('The hash of a leaf, as its receipt has it.'),
    index: whole.optional().describe('Its index, from 0.'),
  })
  .refine(({ leaf, index }) => (leaf === undefined) !== (index === undefined), {
    path: ['leaf'],
    error: 'Just one of leaf and index.',
  });

const hashes = z.array(hash).describe('Hexadecimal, as RFC 9162 orders them.');

export const inclusionAnswer = z
  .object({
    index: z.int().min(0),
    size: z.int().min(1).describe('Leaves under the checkpoint.'),
    hashes,
    checkpoint: z.string().describe('A signed note.'),
  })
  .meta({ id: 'InclusionProof' });

export const consistencyQuery = z
  .strictObject({
    from: whole.describe('Leaves under the older checkpoint.'),
    to: whole.optional().describe('Leaves under the newer one; the newest by default.'),
  })
  .refine(({ from, to }) => to === undefined || from <= to, { path: ['to'], error: 'Must not be less than from.' });

export const consistencyAnswer = z
  .object({ from: z.int().min(0), to: z.int().min(0), hashes })
  .meta({ id: 'ConsistencyProof' });

export const cosignBody = z
  .strictObject({
    checkpoint: z
      .string()
      .max(20_000)
      .describe('A checkpoint of this log with the lines of witnesses (C2SP `tlog-cosignature`) at its end.'),
  })
  .meta({
    id: 'CosignCheckpoint',
    example: {
      checkpoint:
        'town.example.ro/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— town.example.ro/log AAAA\n',
    },
  });

export const cosignAnswer = z
  .object({ size: z.int().min(0), cosignatures: z.int().min(1).describe('That are kept of it.') })
  .meta({ id: 'CheckpointCosigned' });

export const signedAnswer = z.object({ size: z.int().min(0), checkpoint: z.string() }).meta({ id: 'CheckpointSigned' });
