import { execa } from 'execa';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST = 17;

/** The command of a Java that can run Kafka 4: `JAVA_HOME`, the path, then what is installed under /usr/lib/jvm. */
export async function findJava(): Promise<string> {
  for (const java of candidates()) if ((await majorVersion(java)) >= OLDEST) return java;
  throw new Error(`Kafka needs Java ${OLDEST} or newer, and none was found. Install one, or set JAVA_HOME.`);
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
