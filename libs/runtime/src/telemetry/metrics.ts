import { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventStore, ViewStatus } from '@ecou/event-sourcing';
import type { EngineNumbers } from '@ecou/messaging';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The sources of a context's gauges, read whenever somebody asks for its metrics. */
export interface ContextFigures {
  numbers(): Promise<EngineNumbers>;
  views(): Promise<readonly ViewStatus[]>;
  /** Last position that was handed out. */
  head(): Promise<number>;
}

/** A context's metrics; each carries the label `context`. */
export class ContextMetrics {
  readonly registry = new Registry();
  private readonly requests: Histogram;
  private readonly appends: Histogram;
  private readonly gauges: ReadonlyMap<string, Gauge>;

  constructor(context: string) {
    this.registry.setDefaultLabels({ context });
    const registers = [this.registry];
    this.requests = new Histogram({
      name: 'ecou_http_request_seconds',
      help: 'Time to answer a request, by pattern of the route',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    });
    this.appends = new Histogram({
      name: 'ecou_append_seconds',
      help: 'Time to append a unit to the event store',
      labelNames: ['status'],
      buckets: seconds,
      registers,
    });
    this.gauges = new Map(
      gauges.map(([name, help, ...labelNames]) => [name, new Gauge({ name, help, labelNames, registers })]),
    );
  }

  answered(method: string, route: string, status: number, duration: number): void {
    this.requests.observe({ method, route, status: String(status) }, duration);
  }

  /** The store, with its appends measured. */
  measured<S extends EventStore>(store: S): S {
    /* eslint-disable no-restricted-properties -- It measures the append, and makes no unit. */
    const append = store.append.bind(store);
    store.append = async (unit) => {
      const started = performance.now();
      let status = 'failed';
      try {
        const result = await append(unit);
        status = result.status;
        return result;
      } finally {
        this.appends.observe({ status }, (performance.now() - started) / 1000);
      }
    };
    /* eslint-enable no-restricted-properties */
    return store;
  }

  /** Reads the gauges anew. While the database is away they keep what was read last, and `ecou_up` is 0. */
  async refresh(figures: ContextFigures): Promise<void> {
    try {
      const [numbers, views, head] = await Promise.all([figures.numbers(), figures.views(), figures.head()]);
      for (const gauge of this.gauges.values()) gauge.reset();
      this.gauge('ecou_up').set(1);
      this.setNumbers(numbers);
      for (const { name: view, position, state } of views) {
        this.gauge('ecou_view_lag').set({ view }, Math.max(0, head - position));
        this.gauge('ecou_view_faulted').set({ view }, state === 'faulted' ? 1 : 0);
      }
    } catch {
      this.gauge('ecou_up').set(0);
    }
  }

  private setNumbers({ mapperLag, outboxLag, consumerLag, polling, held, timersOverdue }: EngineNumbers): void {
    this.gauge('ecou_mapper_lag').set(mapperLag);
    if (outboxLag !== null) this.gauge('ecou_outbox_lag').set(outboxLag);
    for (const { consumer, topic, lag } of consumerLag) this.gauge('ecou_consumer_lag').set({ consumer, topic }, lag);
    for (const { consumer, topic, value } of polling) {
      this.gauge('ecou_consumer_polling').set({ consumer, topic }, value);
    }
    for (const { consumer, state, count } of held) this.gauge('ecou_held_messages').set({ consumer, state }, count);
    this.gauge('ecou_timers_overdue').set(timersOverdue);
  }

  private gauge(name: string): Gauge {
    const gauge = this.gauges.get(name);
    if (!gauge) throw new Error(`There is no gauge named ${name}.`);
    return gauge;
  }
}

const gauges: readonly (readonly [name: string, help: string, ...labels: string[]])[] = [
  ['ecou_up', '1 while the context reaches its database'],
  ['ecou_view_lag', 'Positions that a view is behind the head', 'view'],
  ['ecou_view_faulted', '1 for a view that cannot go on', 'view'],
  ['ecou_mapper_lag', 'Positions that the mapper is behind the head'],
  ['ecou_outbox_lag', 'Messages in the outbox that are not published'],
  ['ecou_consumer_lag', 'Messages that a consumer has yet to take', 'consumer', 'topic'],
  [
    'ecou_consumer_polling',
    '1 for a consumer that asks for messages, 0 for one that should and does not',
    'consumer',
    'topic',
  ],
  ['ecou_held_messages', 'Messages that wait, are retried or are parked', 'consumer', 'state'],
  ['ecou_timers_overdue', 'Timers that are due and have not fired'],
];

let node: Registry | undefined;

/** Metrics of the Node process itself; collected once, however often it boots contexts. */
export function nodeMetrics(): Registry {
  if (!node) {
    node = new Registry();
    collectDefaultMetrics({ register: node });
  }
  return node;
}

/** Several registries as one text in the format of Prometheus. */
export async function metricsText(registries: readonly Registry[]): Promise<string> {
  const metrics = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
  return AggregatorRegistry.aggregate(metrics).metrics();
}

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
