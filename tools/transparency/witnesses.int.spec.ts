import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteOf, signerOf, type SignerKey } from '@ecou/runtime/receipts';
import { Town } from './town.ts';

const witness = signerOf('witness.example.org', Buffer.alloc(32, 1), 4);
const stranger = signerOf('stranger.example.org', Buffer.alloc(32, 2), 4);
const cosignatures = '/integrations/v1/transparency/cosignatures';

let town: Town;
let checkpoint: string;

beforeAll(async () => {
  const seeds = [Buffer.alloc(32, 7).toString('base64'), 'deployment'];
  town = await Town.start({
    ECOU_LOG_WITNESSES: witness.text,
    ECOU_LOG_KEY: seeds.join(','),
    ECOU_LOG_NAME: 'town.example.ro/log',
  });
  await town.petition();
  await town.signed(1);
  checkpoint = (await town.log('/checkpoint')).body as string;
});
afterAll(() => town.stop());

/** A checkpoint with the line of a witness (C2SP `tlog-cosignature`), at a time in seconds. */
function cosigned(note: string, key: SignerKey, seconds = 1_800_000_000n): string {
  const text = noteOf(note)?.text ?? '';
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(seconds);
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key.privateKey);
  return `${note}— ${key.name} ${Buffer.concat([key.id, time, signature]).toString('base64')}\n`;
}

const send = (note: string, key = town.test.keys.system) =>
  town.test.api.with(key).post(cosignatures, { checkpoint: note });

describe('a witness', () => {
  it('signs a checkpoint, and everybody is served its line', async () => {
    expect(await send(cosigned(checkpoint, witness))).toMatchObject({
      status: 200,
      body: { size: 1, cosignatures: 1 },
    });
    const now = (await town.log('/checkpoint')).body as string;
    expect(noteOf(now)?.signatures.map(({ name }) => name)).toEqual([
      ...['town.example.ro/log', 'town.example.ro/log', witness.name],
    ]);
    const { receipt } = await town.petition();
    await town.signed(2);
    await send(cosigned((await town.log('/checkpoint')).body as string, witness));
    const proof = (await town.log(`/inclusion?leaf=${receipt.leafHash}`)).body;
    const { promiseKeys, checkpointKeys } = receipt.log;
    const keys = [...promiseKeys, ...checkpointKeys, witness.text].flatMap((key: string) => ['--key', key]);
    const { code, output } = await town.verify(town.file('receipt.json', { ...receipt, proof }), ...keys);
    expect([code, output]).toEqual([0, expect.stringContaining(`Witnesses signed it: ${witness.name}.`)]);
  });

  it.each([
    ['that nobody named', () => cosigned(checkpoint, stranger), 'WITNESS_UNKNOWN'],
    [
      'whose signature is of another text',
      () => `${checkpoint}${cosigned(`x${checkpoint}`, witness).split('\n').at(-2)!}\n`,
      'WITNESS_UNKNOWN',
    ],
    [
      'of a checkpoint that this log has not signed',
      () => cosigned(checkpoint.replace('\n1\n', '\n2\n'), witness),
      'CHECKPOINT_UNKNOWN',
    ],
    ['of no note at all', () => 'nothing', 'CHECKPOINT_UNKNOWN'],
  ])('%s is refused', async (_, note, code) => {
    expect(await send(note())).toMatchObject({ status: 409, body: { code } });
  });

  it('has a key: the public adds nothing', async () => {
    expect((await town.test.visitor.post(cosignatures, { checkpoint })).status).toBe(401);
  });
});

describe('a key that takes the place of another', () => {
  it('signs beside it: whoever knows one of them is content', async () => {
    const { checkpointKeys, promiseKeys } = (await town.log('')).body;
    expect(checkpointKeys).toHaveLength(2);
    const { receipt } = await town.petition('Altă lampă.');
    await town.signed(3);
    const proof = (await town.log(`/inclusion?leaf=${receipt.leafHash}`)).body;
    for (const at of [0, 1]) {
      const keys = ['--key', promiseKeys[at], '--key', checkpointKeys[at]];
      expect(await town.verify(town.file('receipt.json', { ...receipt, proof }), ...keys)).toMatchObject({ code: 0 });
    }
  });
});
