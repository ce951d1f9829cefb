import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import type { TestProcess } from '@ecou/runtime/testing';
import type { MailServer } from './mail-server.js';
import { addressOf, pathOf } from './mailbox.js';
import { tellDeliverable } from './publishers.js';
import { confirmedSubscribers } from './subscribers.js';

const base = '/notifications/v1';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Somebody who gets news of a programme by mail. */
export interface Person {
  readonly id: string;
  readonly address: string;
  readonly programmeId: string;
}

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly channel: string;
  readonly purpose: string;
}

/** People who are told by mail and by another channel, and what became of their messages. */
export class Told {
  constructor(
    private readonly test: TestProcess,
    private readonly mails: MailServer,
  ) {}

  async somebody(name: string): Promise<Person> {
    const [address, programmeId] = [`${name}@example.org`, randomUUID()];
    const [person] = await confirmedSubscribers(this.test, [address], [`programme:${programmeId}`]);
    return { id: person?.id ?? '', address, programmeId };
  }

  /** Staff add another address, with the text that its owner agreed to. */
  add({ id }: Person, channel: string, address: string) {
    const added = { channel, address, consentText: 'Sunt de acord să primesc noutăți la această adresă.' };
    return this.test.api.post(`${base}/subscriptions/${id}/addresses`, added);
  }

  async read(path: string) {
    return (await this.test.api.get(`${base}${path}`)).body;
  }

  post(path: string, fields: Readonly<Record<string, string>> = {}) {
    return this.test.visitor.post(path, new URLSearchParams(fields).toString(), { headers: form });
  }

  publish({ programmeId }: Person) {
    return tellDeliverable(this.test, { programmeId, address: 'https://example.org/study.pdf' });
  }

  mailsTo({ address }: Person) {
    return this.mails.taken.filter((mail) => addressOf(mail) === address);
  }

  /** The path of their page of preferences, which a mail of news names. */
  async preferences(person: Person): Promise<string> {
    if (this.mailsTo(person).length === 0) await this.publish(person);
    return pathOf(await until(() => this.mailsTo(person)[0], 'a mail'), 'preferences');
  }

  /** They put their second address before the first, which is kept as the next one. */
  async prefersSecond(person: Person): Promise<void> {
    const order = { 'place-1': '2', 'place-2': '1', schedule: 'immediate', language: 'ro', fallback: 'on' };
    await this.post(await this.preferences(person), { [`programme:${person.programmeId}`]: 'on', ...order });
  }

  /** The details of their message of news on a channel that is in this state. */
  async message({ id }: Person, channel: string, status: string) {
    const isIt = (each: Listed) =>
      each.channel === channel && each.status === status && each.purpose === 'deliverable-published';
    const found = async () => ((await this.read(`/messages?subscriber=${id}`)).items as Listed[]).find(isIt);
    return this.read(`/messages/${(await until(found, `a message by ${channel} that is ${status}`)).id}`);
  }
}

/** The path of a link in a text, without the deployment's address. */
export const linkIn = (text: string | undefined, page: string): string =>
  new RegExp(`https://ecou\\.test(/notifications/v1/${page}/[\\w-]+)`).exec(text ?? '')?.[1] ?? '';
