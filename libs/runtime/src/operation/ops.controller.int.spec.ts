import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitsOfWork } from '@ecou/event-sourcing';
import { until, withPool } from '@ecou/event-sourcing/testing';
import {
  mistakes,
  order as orderAggregate,
  ordersContext,
  orderStream,
  parcel,
  parcelStream,
  shippingPolicies,
  type ParcelCommandBody,
} from '@ecou/messaging/testing';
import { EventSourcingModule } from '../context/event-sourcing.module.js';
import { approval } from '../approvals/approval.aggregate.js';
import { AggregateCommand } from '../context/command.js';
import { defineContext } from '../context/define-context.js';
import type { Feature } from '../context/feature.js';
import { startTestProcess, testRoom, type Answer, type TestProcess } from '../testing/index.js';

class ParcelCommand extends AggregateCommand<ParcelCommandBody> {}

@CommandHandler(ParcelCommand)
class ParcelHandler implements ICommandHandler<ParcelCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ParcelCommand) {
    return this.units.run(context, (work) => work.decide(parcel, id, command));
  }
}

const contextOf = (name: string, feature: Feature, providers: Type[] = []) =>
  defineContext({
    name,
    title: name,
    modules: [testRoom({ imports: [EventSourcingModule.forFeature({ context: name, ...feature })], providers })],
  });

const orders = contextOf('orders', { aggregates: [orderAggregate], publish: ordersContext.publish });
const policies = shippingPolicies((...parts) => new ParcelCommand(...parts));
/** As much of the context as the routes need: its store holds the approvals. */
const identity = contextOf('identity', { aggregates: [approval] });
const shipping = contextOf('shipping', { aggregates: [parcel], policies }, [ParcelHandler]);

interface Row {
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
  readonly state: string;
}

describe('the operators’ routes', () => {
  let test: TestProcess;
  const [poisoned, sound] = [randomUUID(), randomUUID()];

  const order = async (id: string, item: string, customer?: object): Promise<void> => {
    const data = customer ? { item, customer } : { item };
    await test.context('orders').store.append({
      metadata: { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() },
      writes: [{ stream: orderStream(id), expected: 'any', events: [{ id: randomUUID(), type: 'Ordered', data }] }],
    });
  };

  const packed = async (id: string): Promise<string[]> => {
    const events = await test.context('shipping').store.readStream(parcelStream(id));
    return events.map(({ data }) => (data as { item: string }).item);
  };

  const rows = async (query = ''): Promise<readonly Row[]> =>
    (await test.api.get(`/shipping/ops/v1/parked${query}`)).body.items;

  const numbers = async (): Promise<string> => (await test.api.get('/shipping/metrics')).body;

  const tell = (id: string, verb: string, body: object = {}): Promise<Answer> =>
    test.api.post(`/shipping/ops/v1/parked/${id}/${verb}`, body);

  beforeAll(async () => {
    mistakes.unmappable = true;
    test = await startTestProcess([orders, shipping, identity]);
    for (const item of ['book', 'broken', 'lamp', 'chair']) await order(poisoned, item);
    for (const item of ['book', 'chair']) await order(sound, item);
    await until(async () => (await packed(sound)).length === 2);
    await until(async () => {
      test.clock.advance(60_000);
      return (await rows('?state=parked')).length === 1;
    });
  });

  afterAll(() => test.stop());

  it('show a poison message and what waits behind it, page by page, while other keys go on', async () => {
    expect(await packed(poisoned)).toEqual(['book']);
    const all = await rows();
    expect(all.every(({ key }) => key === poisoned)).toBe(true);
    expect(all.map(({ state }) => state)).toEqual(['parked', ...all.slice(1).map(() => 'waiting')]);
    const pages: Row[] = [];
    for (let path: string | null = '/shipping/ops/v1/parked?limit=2'; path !== null;) {
      const { body } = await test.api.get(path);
      pages.push(...body.items);
      path = body.next === null ? null : `/shipping/ops/v1/parked?limit=2&cursor=${body.next}`;
    }
    expect(pages).toEqual(all);
    expect(await rows('?consumer=nobody')).toEqual([]);
  });

  it('show one message: what it says, the error, and how many wait behind', async () => {
    const [first, ...behind] = await rows();
    const { status, body } = await test.api.get(`/shipping/ops/v1/parked/${first!.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ consumer: 'pack-what-was-ordered', source: 'ecou.orders', key: poisoned, state: 'parked', attempts: 5 },
      ...{ errorCode: 'Error', error: 'The packer dropped "…".', behind: behind.length },
      message: { type: 'ecou.orders.ordered.v1', data: { item: 'broken' } },
    });
  });

  it('count it in health, metrics and the state of the bus', async () => {
    const held = (await rows()).length;
    const { body } = await test.api.get('/shipping/ops/v1/bus');
    expect(body).toMatchObject({ bus: 'postgres', ready: true, troubles: [], timersOverdue: 0 });
    expect(body.held).toContainEqual({ consumer: 'pack-what-was-ordered', state: 'parked', count: 1 });
    expect(body.held).toContainEqual({ consumer: 'pack-what-was-ordered', state: 'waiting', count: held - 1 });
    const consumer = 'pack-what-was-ordered';
    expect(body.consumers.filter((one: { consumer: string }) => one.consumer === consumer)).toMatchObject([
      { consumer, topic: 'ecou.orders', polling: true, lag: 0 },
    ]);
    expect(await numbers()).toMatch(/ecou_held_messages\{[^}]*state="parked"[^}]*\} 1\n/);
    expect((await test.visitor.get('/shipping/health/ready')).status).toBe(200);
  });

  it('refuse what cannot be done', async () => {
    const [first, second] = await rows();
    expect(await tell(second!.id, 'retry')).toMatchObject({ status: 409, body: { code: 'NOT_FIRST_OF_KEY' } });
    expect(await tell(randomUUID(), 'retry')).toMatchObject({ status: 404, body: { code: 'PARKED_UNKNOWN' } });
    expect(await tell(first!.id, 'retry', { force: true })).toMatchObject({ status: 400 });
    const path = `/shipping/ops/v1/parked/${first!.id}/retry`;
    expect((await test.visitor.post(path, {})).status).toBe(401);
    expect((await test.api.post(path, {}, { key: test.keys.analyst })).status).toBe(403);
  });

  it('try the first of a key again, which stays parked while it is still poison', async () => {
    const [first] = await rows();
    expect(await tell(first!.id, 'retry')).toMatchObject({ status: 202, body: { id: first!.id, state: 'waiting' } });
    await until(async () => {
      test.clock.advance(60_000);
      return (await rows('?state=parked')).length === 1;
    });
    expect((await rows())[0]?.id).toBe(first!.id);
    expect(await packed(poisoned)).toEqual(['book']);
  });

  it('redrive everything of a key in order, named by any of its messages', async () => {
    mistakes.unmappable = false;
    const all = await rows();
    const last = all.at(-1)!;
    expect(await tell(last.id, 'redrive')).toMatchObject({ status: 202, body: { id: all[0]!.id } });
    await until(async () => (await packed(poisoned)).length === 4);
    expect(await packed(poisoned)).toEqual(['book', 'broken', 'lamp', 'chair']);
    await until(async () => (await rows()).length === 0);
    await order(poisoned, 'cup');
    await until(async () => (await packed(poisoned)).length === 5);
    expect(await numbers()).not.toContain('ecou_held_messages{');
  });

  it('let a key go on without what is missing before a message, at an operator’s word', async () => {
    const key = randomUUID();
    await order(key, 'book');
    await until(async () => (await packed(key)).length === 1);
    await test.context('orders').pool.query('UPDATE orders.outbox_counters SET last = last + 1 WHERE key = $1', [key]);
    for (const item of ['lamp', 'chair']) await order(key, item);
    await until(async () => (await rows('?state=parked')).length === 1);
    const [first] = await rows();
    const { body } = await test.api.get(`/shipping/ops/v1/parked/${first!.id}`);
    expect(body).toMatchObject({ errorCode: 'SEQUENCE_JUMP', error: 'Sequence 4 came after 2.' });
    await tell(first!.id, 'retry', { acceptGap: true });
    await until(async () => (await packed(key)).length === 3);
    expect(await packed(key)).toEqual(['book', 'lamp', 'chair']);
  });

  it('take a parked message out at an operator’s word, and keep on record who, when, why and what', async () => {
    mistakes.unmappable = true;
    const key = randomUUID();
    for (const item of ['broken', 'lamp', 'chair']) await order(key, item);
    await until(async () => {
      test.clock.advance(60_000);
      return (await rows('?state=parked')).length === 1;
    });
    await until(async () => (await rows()).length === 3);
    const [first, second] = await rows();
    const { body } = await test.api.get(`/shipping/ops/v1/parked/${first!.id}`);
    expect(body).toMatchObject({ behind: 2, overtaken: false, oldestBehindAt: expect.stringMatching(/Z$/) });

    const reason = 'The item does not exist.';
    const path = `/shipping/ops/v1/parked/${first!.id}/discard`;
    expect((await test.api.post(path, { reason }, { key: test.keys.analyst })).status).toBe(403);
    expect(await test.api.post(path, {})).toMatchObject({ status: 400, body: { errors: [{ path: 'reason' }] } });
    expect(await tell(second!.id, 'discard', { reason })).toMatchObject({
      status: 409,
      body: { code: 'NOT_FIRST_OF_KEY' },
    });
    expect(await tell(first!.id, 'retry', { acceptGap: true })).toMatchObject({
      status: 409,
      body: { code: 'NO_GAP' },
    });
    const discarded = await tell(first!.id, 'discard', { reason });
    expect(discarded).toMatchObject({
      status: 200,
      body: { decision: 'discarded', heldId: first!.id, key, sequence: 1, passed: true, reason },
    });
    await until(async () => (await packed(key)).length === 2);
    expect(await packed(key)).toEqual(['lamp', 'chair']);

    const { items } = (await test.api.get('/shipping/ops/v1/decisions?limit=1')).body;
    expect(items).toEqual([discarded.body]);
    expect(items).toMatchObject([
      { decidedBy: expect.stringMatching(/^key:/), decidedAt: test.clock.now(), message: { data: { item: 'broken' } } },
    ]);
    const { body: page } = await test.api.get('/shipping/ops/v1/decisions?limit=1');
    const { body: rest } = await test.api.get(`/shipping/ops/v1/decisions?cursor=${page.next}`);
    expect(rest.items).toMatchObject([{ decision: 'gap-accepted', sequence: 4 }]);
    expect((await test.api.get('/shipping/ops/v1/decisions', { key: test.keys.staff })).status).toBe(403);
  });

  describe('on many messages at once', () => {
    const parked = async (...keys: string[]): Promise<string[]> => {
      for (const key of keys) await order(key, 'broken');
      return until(async () => {
        test.clock.advance(60_000);
        const held = (await rows('?state=parked')).filter(({ key }) => keys.includes(key));
        return held.length === keys.length && held.map(({ id }) => id);
      });
    };
    const tellAll = (verb: string, body: object, approved?: string): Promise<Answer> =>
      test.api.post(`/shipping/ops/v1/parked/${verb}`, body, {
        headers: approved === undefined ? {} : { 'ecou-approval': approved },
      });
    /** By somebody else. */
    const approve = (id: string) => {
      const now = test.clock.now();
      const context = {
        metadata: { actor: 'key:second', correlationId: randomUUID(), causationId: randomUUID() },
        ...{ commandId: randomUUID(), now },
      };
      const by = { actor: 'key:second', officer: null };
      const { units } = test.context('identity');
      return units.run(context, (work) => work.decide(approval, id, { type: 'GiveApproval', by, note: null, at: now }));
    };

    it('carry out nothing before a second person has approved, then all of it, once', async () => {
      mistakes.unmappable = true;
      const keys: readonly string[] = [randomUUID(), randomUUID(), randomUUID()];
      const ids = await parked(...keys);
      mistakes.unmappable = false;
      const asked = await tellAll('redrive', { ids });
      expect([asked.status, asked.body.approval.status]).toEqual([202, 'asked']);
      const { id } = asked.body.approval;
      expect((await tellAll('redrive', { ids }, id)).body.code).toBe('APPROVAL_PENDING');
      expect((await rows('?state=parked')).filter(({ key }) => keys.includes(key))).toHaveLength(3);
      await approve(id);
      const done = await tellAll('redrive', { ids: ids.toReversed() }, id);
      expect([done.status, done.body.done]).toEqual([200, 3]);
      await until(async () => (await Promise.all(keys.map(packed))).every((items) => items.length === 1));
      expect((await tellAll('redrive', { ids }, id)).body.code).toBe('APPROVAL_USED');
    });

    it('discard each with a decision on record, and name those that are held no more', async () => {
      mistakes.unmappable = true;
      const ids = [...(await parked(randomUUID(), randomUUID())), randomUUID()];
      mistakes.unmappable = false;
      const reason = 'The items do not exist.';
      const { id } = (await tellAll('discard', { ids, reason })).body.approval;
      await approve(id);
      const { body } = await tellAll('discard', { ids, reason }, id);
      expect(body.done).toBe(2);
      expect(body.rows).toContainEqual({ id: ids[2], isDone: false, code: 'PARKED_UNKNOWN' });
      const { items } = (await test.api.get('/shipping/ops/v1/decisions?limit=2')).body;
      expect(items).toMatchObject([{ reason }, { reason }]);
      expect((await tellAll('discard', { ids: [ids[0], ids[0]], reason })).body.errors).toMatchObject([
        { path: 'ids', code: 'ID_REPEATED' },
      ]);
    });

    it('are refused for now where nobody has made the tables of approvals', async () => {
      const alone = await startTestProcess([shipping]);
      await withPool(alone.databaseUrl, async (pool) => {
        await pool.query('DROP TABLE identity.events CASCADE');
      });
      const ids = [randomUUID(), randomUUID()];
      const { status, body } = await alone.api.post('/shipping/ops/v1/parked/redrive', { ids });
      expect([status, body.code]).toEqual([503, 'APPROVALS_UNAVAILABLE']);
      await alone.stop();
    });
  });

  it('show operators nothing personal of what is held back', async () => {
    mistakes.unmappable = true;
    const key = randomUUID();
    const customer = { subject: randomUUID(), codec: 'plain', value: 'Ana Sintetică' };
    await order(key, 'unmappable', customer);
    const list = async () =>
      (await test.visitor.get('/orders/ops/v1/parked', { key: test.keys.operator })).body.items as Row[];
    const held = await until(async () => {
      test.clock.advance(60_000);
      return (await list()).find((row) => row.key.includes(key));
    });
    const { status, body } = await test.visitor.get(`/orders/ops/v1/parked/${held.id}`, { key: test.keys.operator });
    expect([status, body.message.data]).toEqual([200, { item: 'unmappable', customer: { ...customer, value: null } }]);
    expect(JSON.stringify([body, await list()])).not.toContain('Sintetică');
    mistakes.unmappable = false;
  });
});
