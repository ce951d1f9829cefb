import { execa } from 'execa';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Kafka 4 asks for it. */
const OLDEST = 17;

/**
 * The command of a Java that is new enough: `JAVA_HOME`, the path, then what is installed under /usr/lib/jvm. `program` is named where there is
 * none.
 */
export async function findJava(program: string): Promise<string> {
  for (const java of candidates()) if ((await majorVersion(java)) >= OLDEST) return java;
  throw new Error(`${program} needs Java ${OLDEST} or newer, and none was found. Install one, or set JAVA_HOME.`);
}

function candidates(): string[] {
  const home = process.env['JAVA_HOME'];
  return [...(home ? [join(home, 'bin', 'java')] : []), 'java', ...installed('/usr/lib/jvm')];
}

function installed(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name, 'bin', 'java'));
  } catch {
    return [];
  }
}

async function majorVersion(java: string): Promise<number> {
  try {
    const { stderr } = await execa(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
