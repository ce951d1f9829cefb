import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { commandAudit } from '../../libs/client/verify.mjs';

/* An auditor in a process of its own: audits whenever a line comes, with the arguments that it names, and answers with a line. */
for await (const line of createInterface({ input: process.stdin })) {
  const lines = await commandAudit(JSON.parse(line), { fs, path }).catch(({ message }) => [
    { ok: null, says: message },
  ]);
  console.log(JSON.stringify(lines));
}
