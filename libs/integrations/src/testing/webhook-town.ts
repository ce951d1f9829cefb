import { randomUUID } from 'node:crypto';
import { FacilityAddedV1, FacilityChangedV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { integrationsContext } from '../context.js';
import { logChannel } from '../log/message-log.js';
import type { DeliveryListed, EndpointAnswer } from '../webhooks/endpoint/endpoint.schemas.js';
import { publishers, tellAll } from './publishers.js';
import { Receiver, type Receipt } from './receiver.js';

export const base = '/integrations/v1/endpoints';
export const contact = 'integrare@example.org';

const env = { ECOU_WEBHOOKS_HTTP: 'allowed', ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8', PUBLIC_URL: 'https://ecou.test' };

/** An endpoint of the receiver. */
interface Hook {
  readonly id: string;
  readonly path: string;
  readonly secret: string;
  /** Only what is about this comes to it. */
  readonly key: string;
}

/** Endpoints that are made before the first spec, since it takes up to a second until one is sent something. */
const stocked = 24;

/** All contexts that tell something, the one that posts it, and a receiver in another process. */
export class WebhookTown {
  /** The number of things told, by key. */
  private readonly told = new Map<string, number>();
  /** Endpoints that nobody has taken yet. */
  private stock: Hook[] = [];

  private constructor(
    readonly test: TestProcess,
    readonly receiver: Receiver,
    /** A client with a key of a system. */
    readonly system: TestApi,
  ) {}

  static async start(): Promise<WebhookTown> {
    const receiver = new Receiver();
    await receiver.start();
    const test = await startTestProcess([...publishers, integrationsContext], { env });
    const town = new WebhookTown(test, receiver, test.api.with(test.keys.system));
    town.stock = await Promise.all(Array.from({ length: stocked }, () => town.made({})));
    await town.looked();
    return town;
  }

  async stop(): Promise<void> {
    await this.test.stop();
    await this.receiver.stop();
  }

  /** An endpoint for what is about a key of its own; the receiver answers so. */
  async endpoint(behaviour = '200', change?: object): Promise<Hook> {
    const hook = (change ? undefined : this.stock.pop()) ?? (await this.made(change ?? {}));
    await this.receiver.tell(hook.path, { secret: hook.secret, behaviour });
    return hook;
  }

  /** Until whoever sends knows all that became of endpoints so far. */
  async looked(): Promise<void> {
    const { id } = await this.made({});
    const { pool } = this.test.context('integrations');
    await until(async () => {
      const { rows } = await pool.query('SELECT FROM integrations.webhook_cursors WHERE endpoint = $1', [id]);
      return rows.length > 0;
    }, 'the sender to look');
  }

  /** Moves the clock, and has the sender look at it. */
  async advance(ms: number): Promise<void> {
    this.test.clock.advance(ms);
    await this.test.context('integrations').pool.query(`SELECT pg_notify($1, '')`, [logChannel]);
  }

  /** Until a message has come that is told now: whatever was due before it has been sent as well. */
  async passed(): Promise<void> {
    const { path, key } = await this.endpoint();
    await this.facility(key);
    await this.came(path, 1);
  }

  private async made(change: object): Promise<Hook> {
    const [path, key] = [`/${randomUUID()}`, randomUUID()];
    const settings = { url: this.receiver.url(path), contact, filter: { key }, ...change };
    const { status, body } = await this.system.post(base, settings);
    if (status !== 201) throw new Error(`The endpoint was answered ${status}: ${JSON.stringify(body)}`);
    const { id, secret } = body as { id: string; secret: string };
    return { id, path, secret, key };
  }

  /** Tells so many things of a facility: first that it was added, then changes. */
  async facility(key: string, count = 1): Promise<void> {
    const before = this.told.get(key) ?? 0;
    const contracts = Array.from({ length: count }, (_, at) =>
      before + at === 0 ? FacilityAddedV1 : FacilityChangedV1,
    );
    this.told.set(key, before + count);
    await tellAll(
      this.test,
      key,
      contracts.map((contract) => [contract] as const),
      before,
    );
  }

  /** So many requests at a path, or more. */
  came(path: string, count: number): Promise<Receipt[]> {
    const got = () => this.receiver.got(path);
    return until(() => got().length >= count && got(), `${count} requests`);
  }

  sequencesOf(path: string): number[] {
    return this.receiver.got(path).map(({ body }) => Number(body.data.sequence));
  }

  async read(id: string): Promise<EndpointAnswer> {
    return (await this.system.get(`${base}/${id}`)).body as EndpointAnswer;
  }

  /** The reason why the endpoint is paused, once it is. */
  isPaused(id: string): Promise<NonNullable<EndpointAnswer['paused']>> {
    return until(async () => (await this.read(id)).paused ?? false, 'the endpoint to be paused');
  }

  /** The attempts, the newest first. */
  async deliveries(id: string, query = ''): Promise<DeliveryListed[]> {
    const { body } = await this.system.get(`${base}/${id}/deliveries?${query}`);
    return (body as { items: DeliveryListed[] }).items;
  }
}
