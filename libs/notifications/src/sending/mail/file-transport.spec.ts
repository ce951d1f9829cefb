import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from './compose.js';
import { FileTransport } from './file-transport.js';

const mail: Mail = {
  envelope: { from: 'a@example.org', to: ['b@example.org'], id: 'x' },
  raw: Buffer.from('Subject: Ecou\r\n'),
};
const name = '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11.1';

describe('mail that is kept as files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecou-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is sent where its file stands, and only then', async () => {
    const transport = new FileTransport(folder);
    expect(await transport.trace(name)).toBeUndefined();
    const sent = await transport.send(mail, name);
    expect(sent).toEqual({ kind: 'sent', code: null, file: `${name}.eml` });
    expect(await new FileTransport(folder).trace(name)).toEqual(sent);
  });

  it('leaves nothing unfinished from before the start', async () => {
    for (const file of [`.${name}.eml.part`, '.other.eml.part', 'kept.eml', '.kept'])
      await writeFile(join(folder, file), '');
    await new FileTransport(folder).send(mail, name);
    expect((await readdir(folder)).sort()).toEqual(['.kept', `${name}.eml`, 'kept.eml']);
  });

  it('needs no folder to start with', async () => {
    const absent = join(folder, 'absent');
    expect(await new FileTransport(absent).trace(name)).toBeUndefined();
    expect(await new FileTransport(absent).send(mail, name)).toMatchObject({ kind: 'sent' });
  });
});
