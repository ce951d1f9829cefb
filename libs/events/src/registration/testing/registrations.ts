import { confirmationPage, invitationPage, registrationPage, registrationTokens } from '@ecou/contracts';
import { SecretTokens } from '@ecou/runtime';
import type { Answer } from '@ecou/runtime/testing';
import { expect } from '@jest/globals';
import { EventsApi } from '../../testing/events-api.js';
import { occasion } from '../seat-ledger/testing/occasions.js';

/** Times of a civic event on the day that the clock of tests begins with. */
export const today = { startsAt: '2024-03-01T18:00:00+02:00', endsAt: '2024-03-01T20:00:00+02:00' };

/** Registration over HTTP: staff arrange it, the public registers. */
export class RegistrationApi extends EventsApi {
  private people = 0;
  private callers = 0;
  private readonly secret = this.test.process.config.secret;

  /** The addresses of pages that notifications would put into a message, derived from ids. */
  readonly links = {
    manage: (id: string) => registrationPage(id, new SecretTokens(this.secret, registrationTokens.manage).of(id)),
    confirm: (id: string) => confirmationPage(id, new SecretTokens(this.secret, registrationTokens.confirm).of(id)),
    invitation: (id: string) => invitationPage(id, new SecretTokens(this.secret, registrationTokens.invitation).of(id)),
  };

  /** The civic event was earlier than announced, and is over: what lies ahead cannot have been held. */
  async heldEarlier(id: string): Promise<void> {
    const times = { startsAt: '2024-02-28T09:30:00+02:00', endsAt: '2024-02-28T16:00:00+02:00' };
    expect((await this.post(`/civic-events/${id}/reschedule`, times)).status).toBe(200);
    expect((await this.post(`/civic-events/${id}/hold`)).status).toBe(200);
  }

  /** A civic event that starts on 10 April 2024, with registration open as asked. */
  async opened(settings: object = {}, more: object = {}): Promise<string> {
    const { startsAt, endsAt } = occasion;
    const id = await this.civicEvent('published', { startsAt, endsAt, ...more });
    const arranged = await this.put(`/civic-events/${id}/registration`, {
      capacity: 2,
      confirmation: 'none',
      opensAt: '2024-03-01T08:00:00Z',
      ...settings,
    });
    expect(arranged).toMatchObject({ status: 200 });
    return id;
  }

  /** Somebody whom nobody knows yet. */
  person(more: object = {}) {
    this.people += 1;
    return {
      name: `Persoană Sintetică ${this.people}`,
      contact: { channel: 'email', address: `persoana${this.people}@example.org` },
      category: 'citizen',
      ...more,
    };
  }

  /** The public registers, everybody from an address of their own. */
  register(id: string, person: object = this.person(), headers: object = this.from()): Promise<Answer> {
    return this.test.visitor.post(`/events/v1/civic-events/${id}/registrations`, person, { headers: { ...headers } });
  }

  /** The header that a proxy adds: an address that nobody had before. */
  from(): { 'x-forwarded-for': string } {
    this.callers += 1;
    return { 'x-forwarded-for': `10.0.${this.callers >> 8}.${this.callers & 255}` };
  }

  /** Registers so many, one after the other; answers their ids. */
  async registered(id: string, count: number, more: object = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let left = count; left > 0; left -= 1) {
      const { status, body } = await this.register(id, this.person(more));
      expect(status).toBe(201);
      ids.push(body.id as string);
    }
    return ids;
  }

  /** The state of each registration, as staff see it. */
  async states(civicEventId: string, ids: readonly string[]): Promise<string[]> {
    const answers = await Promise.all(
      ids.map((id) => this.getAsStaff(`/civic-events/${civicEventId}/registrations/${id}`)),
    );
    return answers.map(({ body }) => body.state as string);
  }

  /** Somebody presses the button of a page behind a link. */
  press(path: string, action: string): Promise<Answer> {
    return this.test.visitor.call('POST', path, `action=${action}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  /** The internal messages of these contracts that were sent, in order: `[name, id of the registration or invitation]`. */
  async messages(...names: string[]): Promise<[string, string][]> {
    return this.sent('internal', names);
  }

  async publicMessages(...names: string[]): Promise<[string, string][]> {
    return this.sent('public', names);
  }

  private async sent(visibility: string, names: readonly string[]): Promise<[string, string][]> {
    const { rows } = await this.test
      .context('events')
      .pool.query<{ type: string; key: string }>(
        `SELECT type, key FROM events.outbox WHERE topic = $1 ORDER BY "offset"`,
        [visibility === 'public' ? 'ecou.events' : 'ecou.events.internal'],
      );
    return rows
      .map(({ type, key }): [string, string] => [type.split('.')[2] ?? '', key])
      .filter(([name]) => names.length === 0 || names.includes(name));
  }
}
