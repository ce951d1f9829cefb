import { randomBytes } from 'node:crypto';
import { UnitsOfWork, Vault, type EventStore } from '@ecou/event-sourcing';
import { OwnTables, Seal } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { feedbackContext } from '../../context.js';
import { draft } from '../surveys.samples.js';
import { Invitations } from '../invitation/invitations.js';
import { BallotBoxes } from './ballot-boxes.js';
import { Ballots } from './ballots.js';

const base = '/feedback/v1/questionnaires';
const now = '2024-03-01T10:00:00.000Z';

/** The moment at which the process dies: before or after events are appended, or before or after the box is committed. */
const places = ['nowhere', 'append', 'appended', 'commit', 'committed'] as const;

/** `passes`: how often it comes by the place unharmed; an answer is committed first, and its group second. */
interface Fault {
  readonly at: (typeof places)[number];
  readonly passes: number;
}

class Died extends Error {}

let test: TestProcess;
beforeAll(async () => {
  // What was written is read in the tables.
  test = await startTestProcess([feedbackContext], { env: { ECOU_ENCRYPTION: 'off' } });
});
afterAll(() => test.stop());

/** Ballots over the real tables, in a process that dies where it is told to: nothing after that point is done. */
function ballotsThatDie() {
  const none: Fault = { at: 'nowhere', passes: 0 };
  let fault = none;
  const dies = (at: Fault['at']) => {
    if (fault.at !== at) return;
    const { passes } = fault;
    fault = passes > 0 ? { at, passes: passes - 1 } : none;
    if (passes === 0) throw new Died(at);
  };
  const { store, dataSource, pool } = test.context('feedback');
  const dying = new Proxy(store, {
    get: (target, name: keyof EventStore) =>
      name === 'append'
        ? async (...unit: Parameters<EventStore['append']>) => {
            dies('append');
            const result = await target.append(...unit);
            dies('appended');
            return result;
          }
        : (target[name] as () => unknown).bind(target),
  });
  const tables = new OwnTables(dataSource, pool);
  const transaction = tables.transaction.bind(tables);
  tables.transaction = async (work) => {
    const result = await transaction(async (run, copy) => {
      const done = await work(run, copy);
      dies('commit');
      return done;
    });
    dies('committed');
    return result;
  };
  const boxes = new BallotBoxes(tables, new Seal(test.process.config.secret, 'feedback ballots v1'));
  const units = new UnitsOfWork(dying);
  const ballots = new Ballots(
    boxes,
    units,
    new Vault(),
    new Invitations(test.process.config.secret),
    test.context('feedback').receipts,
  );
  const during = async (at: Fault, work: () => Promise<unknown>): Promise<boolean> => {
    fault = at;
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      return false;
    } finally {
      fault = none;
    }
  };
  return { ballots, during };
}

async function questionnaire(tokens: number): Promise<string> {
  const { id } = (await test.api.post(base, { ...draft, access: 'anonymous-once' })).body as { id: string };
  await test.api.post(`${base}/${id}/invitations`, { count: tokens });
  await test.api.post(`${base}/${id}/open`);
  return id;
}

/** Answers as they stand in the events: the text of each, and the transaction that wrote it. */
async function recorded(id: string) {
  const { rows } = await test.context('feedback').pool.query<{ text: string; xmin: string }>(
    `SELECT data #>> '{answers,1,text,value}' AS text, xmin::text FROM feedback.events
     WHERE type = 'ResponseRecorded' AND data->>'questionnaireId' = $1`,
    [id],
  );
  return rows;
}

const most = 24;
const faults = fc.record({ at: fc.constantFrom(...places), passes: fc.nat(1) });
const steps = fc.array(fc.record({ who: fc.nat(most - 1), fault: faults }), { minLength: 25, maxLength: 40 });
const endings = fc.array(faults, { maxLength: 4 });

it('never loses an answer that was acknowledged, never doubles one, and never writes fewer than five before the closing', async () => {
  const invitations = new Invitations(test.process.config.secret);
  await fc.assert(
    fc.asyncProperty(steps, endings, async (asked, ending) => {
      const id = await questionnaire(most);
      const { ballots, during } = ballotsThatDie();
      const number = Array.from({ length: most }, () => randomBytes(32).toString('base64url'));
      const signature: string[] = [];
      const acknowledged = new Set<string>();
      const sent = new Set<string>();
      for (const { who, fault } of asked) {
        const mine = { number: number[who]!, token: invitations.token(id, who + 1) };
        signature[who] ??= (await ballots.issue(id, mine, now)).toString('base64url');
        const ballot = { number: mine.number, signature: signature[who] };
        const text = `answer ${who}`;
        const answers = [
          { item: 'objectives', yes: true },
          { item: 'suggestions', text },
        ];
        sent.add(text);
        const done = await during(fault, () => ballots.accept(id, { ballot, language: 'ro', answers }, now));
        if (done) acknowledged.add(text);
      }
      const groups = new Map<string, number>();
      for (const { xmin } of await recorded(id)) groups.set(xmin, (groups.get(xmin) ?? 0) + 1);
      for (const size of groups.values()) expect(size).toBeGreaterThanOrEqual(5);
      await test.api.post(`${base}/${id}/close`);
      for (const fault of ending) await during(fault, () => ballots.empty(id, now));
      await ballots.empty(id, now);
      const texts = (await recorded(id)).map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of acknowledged) expect(texts).toContain(text);
      for (const text of texts) expect(sent).toContain(text);
      const box = await test
        .context('feedback')
        .pool.query('SELECT FROM feedback.ballot_boxes WHERE questionnaire_id = $1', [id]);
      expect(box.rowCount).toBe(0);
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
