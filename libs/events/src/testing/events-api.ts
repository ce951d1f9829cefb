import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { expect } from '@jest/globals';
import { eventsContext } from '../context.js';

type Headers = Readonly<Record<string, string>>;
type Definition = typeof eventsContext;

/** A civic event as a body that plans it; nothing in it is real. */
export const plan = {
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare II', en: 'Consultation session II' },
  series: { name: 'consultation-sessions', place: 2 },
  startsAt: '2023-04-11T09:30:00+03:00',
  endsAt: '2023-04-11T16:00:00+03:00',
  venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
};

/** Figures that do not add up: 43 by category, 23 in total. */
export const figures = {
  categories: [
    { category: 'ngo-member', count: 17 },
    { category: 'public-institution', count: 3 },
    { category: 'project-team', count: 23 },
  ],
  total: 23,
};

/** The API of events over HTTP: staff write, the public reads. Paths stand under `/events/v1`. */
export class EventsApi {
  constructor(readonly test: TestProcess) {}

  post(path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    return this.test.api.post(`/events/v1${path}`, body, { headers });
  }

  put(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.test.api.put(`/events/v1${path}`, body, { headers });
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.test.visitor.get(`/events/v1${path}`, { headers });
  }

  getAsStaff(path: string, headers: Headers = {}): Promise<Answer> {
    return this.test.api.get(`/events/v1${path}`, { headers });
  }

  /** A civic event, as far along as asked; answers its id. */
  async civicEvent(upTo: 'planned' | 'published' | 'held' = 'held', more: object = {}): Promise<string> {
    const { status, body } = await this.post('/civic-events', { ...plan, ...more });
    expect(status).toBe(201);
    if (upTo !== 'planned') await this.post(`/civic-events/${body.id}/publish`);
    if (upTo === 'held') expect((await this.post(`/civic-events/${body.id}/hold`)).status).toBe(200);
    return body.id as string;
  }

  /** Waits until so many results of feedback stand in the history of a civic event. */
  async resultsRecorded(id: string, count = 1): Promise<void> {
    await until(async () => {
      const { items } = (await this.getAsStaff(`/civic-events/${id}/history?limit=200`)).body;
      return items.filter(({ type }: { type: string }) => type === 'FeedbackResultsRecorded').length === count;
    }, `the results of ${id}`);
  }

  /** The position of the last event that was stored. */
  head(): Promise<number> {
    return this.test.context('events').head();
  }
}

/** Starts events, and what else a spec needs, on a fresh database. */
export const startEvents = (...others: readonly Definition[]): Promise<EventsApi> => startEventsWith({}, ...others);

/** The same with further settings. */
export const startEventsWith = async (
  env: Readonly<Record<string, string>>,
  ...others: readonly Definition[]
): Promise<EventsApi> => new EventsApi(await startTestProcess([eventsContext, ...others], { env }));
