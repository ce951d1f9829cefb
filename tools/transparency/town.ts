import { randomBytes } from 'node:crypto';
import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { eventsContext } from '@ecou/events';
import { until } from '@ecou/event-sourcing/testing';
import { feedbackContext } from '@ecou/feedback';
import { integrationsContext } from '@ecou/integrations';
import type { Receipt } from '@ecou/runtime/receipts';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { expect } from '@jest/globals';

const verifier = join(import.meta.dirname, '../../libs/client/verify.mjs');
/** Ends the process where anything opens a connection or asks for a name. */
const noNetwork = `
  import net from 'node:net';
  import dns from 'node:dns';
  const refuse = () => process.exit(99);
  net.Socket.prototype.connect = refuse;
  dns.lookup = refuse;
  globalThis.fetch = refuse;
`;
const auditor = join(import.meta.dirname, 'auditor.mjs');
const category = 'synthetic';

/** The outcome of a command: its exit code, and its lines. */
export interface Verdict {
  readonly code: number;
  readonly output: string;
}

/** A line of a verifier: right, wrong, or not to be checked. */
export interface Line {
  readonly ok: boolean | null;
  readonly says: string;
}

/** The answer to a petition, as far as it is looked into here. */
export interface PetitionAnswer {
  readonly number: string;
  readonly registeredAt: string;
  readonly statusUrl: string;
  readonly receipt: Receipt;
}

/** Audits a town again and again, in another process. */
export class Auditor {
  private readonly args: readonly string[];
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly answers: AsyncIterator<string>;

  constructor(args: readonly string[]) {
    this.args = args;
    this.process = spawn(process.execPath, ['--no-warnings', auditor], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async audit(): Promise<readonly Line[]> {
    this.process.stdin.write(`${JSON.stringify(this.args)}\n`);
    return JSON.parse((await this.answers.next()).value as string) as Line[];
  }

  stop(): void {
    this.process.kill();
  }
}

/** A town whose services run, in which people register things. */
export class Town {
  readonly test: TestProcess;
  readonly dir = mkdtempSync(join(tmpdir(), 'ecou-log-'));
  private questionnaire = '';
  private tokens: string[] = [];
  civicEvent = '';

  constructor(test: TestProcess) {
    this.test = test;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<Town> {
    const contexts = [eventsContext, feedbackContext, integrationsContext];
    const town = new Town(await startTestProcess(contexts, { env }));
    await town.prepare();
    return town;
  }

  async stop(): Promise<void> {
    await this.test.stop();
    rmSync(this.dir, { recursive: true });
  }

  get url(): string {
    return this.test.process.url;
  }

  async post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const answer = await this.test.api.post(path, body, { headers });
    expect([path, answer.status, answer.status < 300 ? '' : answer.body]).toEqual([path, expect.any(Number), '']);
    return answer.body;
  }

  /** Posts what is made by it; answers its id. */
  private async make(path: string, body: object): Promise<string> {
    const { id } = (await this.post(path, body)) as { readonly id: string };
    return id;
  }

  /** Registers a petition; answers its receipt, as the answer has it. */
  async petition(text = 'O lampă este stinsă.'): Promise<PetitionAnswer> {
    const petitioner = { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.ro' };
    const body = { kind: 'complaint', category, petitioner, text };
    return (await this.post('/feedback/v1/petitions', body)) as PetitionAnswer;
  }

  /** Answers by ballot; answers the receipt. */
  async ballot(): Promise<Receipt> {
    const { test, questionnaire } = this;
    const number = randomBytes(32).toString('base64url');
    const base = `/feedback/v1/questionnaires/${questionnaire}`;
    const signed = await test.visitor.post(`${base}/ballots`, { token: this.tokens.pop(), number });
    const { signature } = signed.body as { readonly signature: string };
    const ballot = { number, signature };
    const answered = await test.visitor.post(`${base}/answers`, { ballot, answers: [{ item: 'useful', yes: true }] });
    expect(answered.status).toBe(202);
    return (answered.body as { readonly receipt: Receipt }).receipt;
  }

  async closeBallots(): Promise<void> {
    await this.post(`/feedback/v1/questionnaires/${this.questionnaire}/close`);
  }

  /** A report, a correction of attendance, and two decisions on recommendations. */
  async consultation(): Promise<void> {
    const at = `/events/v1/civic-events/${this.civicEvent}`;
    const figures = { categories: [{ category: 'ngo-member', count: 17 }], total: 23 };
    await this.test.api.put(`${at}/attendance`, figures);
    const correction = { ...figures, total: 17, reason: { ro: 'Lista de prezență' } };
    await this.post(`${at}/attendance/corrections`, correction, { 'if-match': '"1"' });
    for (const [verb, body] of [
      ['accept', {}],
      ['decline', { reason: { ro: 'Nu este de competența primăriei' } }],
    ] as const) {
      const text = { ro: 'Plata online' };
      const id = await this.make(`${at}/discussion-points`, { kind: 'recommendation', text, themes: ['payments'] });
      await this.post(`/events/v1/recommendations/${id}/review`);
      await this.post(`/events/v1/recommendations/${id}/${verb}`, body);
    }
    await this.post(`${at}/reports`);
  }

  /** Waits until the log has so many leaves, and signs them. */
  async signed(size: number): Promise<void> {
    const { pool } = this.test.context('integrations');
    await until(async () => {
      const { rows } = await pool.query<{ size: number }>('SELECT size FROM integrations.transparency_log');
      return Number(rows[0]?.size) === size;
    }, `the log to have ${size} leaves`);
    await this.post('/integrations/v1/transparency/checkpoints');
  }

  log(path: string) {
    return this.test.visitor.get(`/integrations/v1/transparency${path}`);
  }

  /** Runs the verifier in another process. */
  verify(...args: readonly string[]): Promise<Verdict> {
    return this.run([verifier, ...args]);
  }

  /** The same by a copy of the file, which stands alone, in a process that has no network. */
  verifyOffline(...args: readonly string[]): Promise<Verdict> {
    copyFileSync(verifier, join(this.dir, 'verify.mjs'));
    return this.run(['--import', `data:text/javascript,${encodeURIComponent(noNetwork)}`, 'verify.mjs', ...args]);
  }

  private run(args: readonly string[]): Promise<Verdict> {
    return new Promise((answer) => {
      execFile(process.execPath, ['--no-warnings', ...args], { cwd: this.dir }, (error, stdout, stderr) => {
        answer({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr });
      });
    });
  }

  /** Audits the log by its public routes; `keep`: a directory for what it saw. */
  audit(keep?: string): Promise<Verdict> {
    return this.verify('audit', '--url', this.url, ...(keep === undefined ? [] : ['--keep', join(this.dir, keep)]));
  }

  /** An auditor who audits often, and keeps what was seen. */
  auditor(keep: string): Auditor {
    return new Auditor(['--url', this.url, '--keep', join(this.dir, keep)]);
  }

  /** Writes a file into the town's directory; answers its name. */
  file(name: string, content: object): string {
    writeFileSync(join(this.dir, name), JSON.stringify(content));
    return join(this.dir, name);
  }

  private async prepare(): Promise<void> {
    const name = { ro: 'Sintetic' };
    await this.test.api.put(`/feedback/v1/directory/departments/${category}`, { name });
    await this.test.api.put(`/feedback/v1/directory/categories/${category}`, { name, department: category });
    const civicEvent = await this.make('/events/v1/civic-events', {
      kind: 'consultation',
      title: { ro: 'Sesiune de consultare', en: 'Consultation session' },
      startsAt: '2023-04-11T09:30:00+03:00',
      endsAt: '2023-04-11T16:00:00+03:00',
      venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
    });
    this.civicEvent = civicEvent;
    await this.post(`/events/v1/civic-events/${civicEvent}/publish`);
    await this.post(`/events/v1/civic-events/${civicEvent}/hold`);
    const id = await this.make('/feedback/v1/questionnaires', {
      title: { ro: 'Ați aflat ceva nou?' },
      about: { theme: 'transparency' },
      access: 'anonymous-once',
      items: [{ kind: 'yes-no', id: 'useful', wording: { ro: 'A fost de folos?' } }],
    });
    this.questionnaire = id;
    await this.post(`/feedback/v1/questionnaires/${id}/invitations`, { count: 12 });
    await this.post(`/feedback/v1/questionnaires/${id}/open`);
    const invited = await this.test.api.get(`/feedback/v1/questionnaires/${id}/invitations?limit=12`);
    const { items } = invited.body as { readonly items: readonly { readonly token: string }[] };
    this.tokens = items.map(({ token }) => token);
  }
}
