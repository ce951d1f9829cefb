import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySubjectKeys } from '@ecou/event-sourcing/testing';
import { FileEncryption } from '@ecou/runtime';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from './compose.js';
import { FileTransport } from './file-transport.js';

const mail: Mail = {
  envelope: { from: 'a@example.org', to: ['b@example.org'], id: 'x' },
  raw: Buffer.from('Subject: Ecou\r\n'),
};
const name = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11.1';

describe('mail that is kept as files', () => {
  const encryption = new FileEncryption(new MemorySubjectKeys());
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecou-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is sent where its file stands, and only then', async () => {
    const transport = new FileTransport(folder, encryption);
    expect(await transport.trace(name)).toBeUndefined();
    const sent = await transport.send(mail, name);
    expect(sent).toEqual({ kind: 'sent', code: null, file: `${name}.eml` });
    expect(await new FileTransport(folder, encryption).trace(name)).toEqual(sent);
  });

  it('is encrypted, under its own name', async () => {
    await new FileTransport(folder, encryption).send(mail, name);
    const kept = await readFile(join(folder, `${name}.eml`));
    expect(kept.includes('Subject')).toBe(false);
    expect(await encryption.open(`${name}.eml`, kept)).toEqual(mail.raw);
    await expect(encryption.open('other.eml', kept)).rejects.toThrow(/authenticate/);
  });

  it('leaves nothing unfinished from before the start', async () => {
    for (const file of [`.${name}.eml.part`, '.other.eml.part', 'kept.eml', '.kept'])
      await writeFile(join(folder, file), '');
    await new FileTransport(folder, encryption).send(mail, name);
    expect((await readdir(folder)).sort()).toEqual(['.kept', `${name}.eml`, 'kept.eml']);
  });

  it('needs no folder to start with', async () => {
    const absent = join(folder, 'absent');
    expect(await new FileTransport(absent, encryption).trace(name)).toBeUndefined();
    expect(await new FileTransport(absent, encryption).send(mail, name)).toMatchObject({ kind: 'sent' });
  });
});
