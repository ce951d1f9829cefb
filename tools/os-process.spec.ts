import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OsProcess, type OsProcessOptions } from './os-process.ts';
import { until } from './processes.ts';

const waits = 'setInterval(() => undefined, 1000);';
const greets = `console.log('hello'); ${waits}`;
const started: OsProcess[] = [];

function processOf(code: string, options: Partial<OsProcessOptions> = {}): OsProcess {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', '--eval', code] as const;
  const made = new OsProcess({
    name: 'It',
    command,
    env: {},
    ready: ({ out }) => out.includes('hello'),
    ...options,
  });
  started.push(made);
  return made;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a process', () => {
  afterEach(async () => {
    for (const one of started.splice(0)) await one.kill();
  });

  it('keeps what it writes over all its lives, and answers how it ended', async () => {
    const code = `console.log('hello'); console.error('oh'); process.on('SIGTERM', () => process.exit(3)); ${waits}`;
    const one = processOf(code);
    await one.start();
    expect(await one.stop()).toBe(3);
    await one.start();
    await until(() => (one.written.err === 'oh\noh\n' ? true : undefined), 60_000, 'the second life');
    expect(one.written.out).toBe('hello\nhello\n');
    expect(await one.said()).toEqual({ out: 'hello\n', err: 'oh\n' });
    expect(await one.kill()).toBeNull();
    expect(() => one.pid).toThrow('It is not running.');
  });

  it('says what it wrote where it ends before it is ready', async () => {
    await expect(processOf("console.error('no way')").start()).rejects.toThrow('It ended before it was ready.\nno way');
    const missing = processOf('', { command: ['no-such-program'] });
    await expect(missing.start()).rejects.toThrow(/ended before it was ready\.[^]*ENOENT/);
  });

  it('ends though it is frozen', async () => {
    const one = processOf(greets);
    await one.start();
    await one.kill('SIGSTOP');
    expect(await one.stop()).toBeNull();
  });

  it('writes to a log, after what that holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecou-log-'));
    const log = join(folder, 'it.log');
    const read = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
    const one = processOf(greets, { log });
    await one.start();
    await one.stop();
    await one.start();
    await until(() => (read() === 'hello\nhello\n' ? true : undefined), 60_000, 'the log');
    expect(await one.said()).toEqual({ out: 'hello\n', err: '' });
    await one.kill();
    rmSync(folder, { recursive: true });
  });

  it('is started again where it ends by itself, and not where it was asked to end', async () => {
    const told: string[] = [];
    const one = processOf(greets, { startAgain: true, detached: true, tell: (line) => told.push(line) });
    await one.start();
    const { pid } = one;
    process.kill(pid, 'SIGKILL');
    await until(() => told.filter((line) => line.endsWith('| hello'))[1], 60_000, 'the second life');
    expect(told).toEqual([
      `It is process ${pid}`,
      'It            | hello',
      'It ended (SIGKILL): it is started again.',
      `It is process ${one.pid}`,
      'It            | hello',
    ]);
    await one.stop();
    expect(told).toHaveLength(5);
  });

  it('is started again after pauses that grow, though each time it is ready at first', async () => {
    const starts: number[] = [];
    const tell = (line: string) => line.startsWith('It is process') && starts.push(performance.now());
    const ends = `console.log('hello'); setTimeout(() => undefined, 200);`;
    await processOf(ends, { startAgain: true, tell }).start();
    await until(() => starts[3], 60_000, 'the fourth life');
    const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect((pauses[2] ?? 0) - (pauses[0] ?? 0)).toBeGreaterThan(1_000);
  });

  it('keeps nothing that it writes once it is ready, where its lines are told', async () => {
    const told: string[] = [];
    const code = `${greets} setTimeout(() => console.log('later'), 500);`;
    const one = processOf(code, { tell: (line) => told.push(line) });
    await one.start();
    await until(() => told.find((line) => line.endsWith('| later')), 60_000, 'the later line');
    expect(one.written).toEqual({ out: 'hello\n', err: '' });
  });

  it('ends with the process that started it, also where that is killed', async () => {
    const file = JSON.stringify(join(import.meta.dirname, 'os-process.ts'));
    const child = JSON.stringify({
      name: 'child',
      command: [process.execPath, '--eval', waits],
      env: {},
      detached: true,
    });
    const parent = processOf(
      `import(${file}).then(async ({ OsProcess }) => {
        const child = new OsProcess({ ...${child}, ready: () => true });
        await child.start();
        console.log('hello', child.pid);
      }); ${waits}`,
    );
    await parent.start();
    const pid = Number(/hello (\d+)/.exec(parent.written.out)?.[1]);
    expect(isAlive(pid)).toBe(true);
    await parent.kill('SIGKILL');
    expect(await until(() => (isAlive(pid) ? undefined : true), 60_000, 'the end of the child')).toBe(true);
  });
});
