import { execa } from 'execa';
import { findPackage } from '../test/debian.ts';

/** Debian's own, which its packages are for. */
const python = '/usr/bin/python3';

/** Makes sure of dkimpy, of Debian. */
export async function findDkimpy(): Promise<void> {
  await findPackage('python3-dkim', python, '-c', 'import dkim');
}

const script = `import sys, dkim
def record(name, timeout=5): return sys.argv[2].encode() if name.rstrip(b'.').decode() == sys.argv[1] else b''
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=record))
`;

/** True where dkimpy finds that the first DKIM signature of a mail holds (RFC 6376). `record`: of the DNS, in place of which it is asked. */
export async function dkimpyVerifies(
  mail: Buffer,
  record: { readonly name: string; readonly text: string },
): Promise<boolean> {
  const { stdout } = await execa(python, ['-c', script, record.name, record.text], { input: mail, timeout: 60_000 });
  return stdout.trim() === 'True';
}
