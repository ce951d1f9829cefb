import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBroker, type Broker } from '@ecou/tools/kafka/broker.ts';
import { startServices, type Deployment } from './deployment.js';
import { readTopic } from './kafka.js';
import { MailServer } from './mail-server.js';

const minute = 60_000;
const facilities = '/facilities/v1/facilities';

describe('a broker that is killed under load', () => {
  let broker: Broker;
  let mails: MailServer;
  let ecou: Deployment;
  let questionnaire: string;
  let places: string[];

  beforeAll(async () => {
    broker = await startBroker();
    mails = await new MailServer().start();
    ecou = await startServices(broker.brokers, { smtpUrl: mails.url });
    questionnaire = await openQuestionnaire();
    places = await Promise.all(Array.from({ length: 8 }, (_, index) => addFacility(index)));
  }, 3 * minute);

  afterAll(async () => {
    const codes = await ecou.stop();
    await mails.stop();
    await broker.stop();
    expect(codes).toEqual([0, 0, 0, 0]);
  }, 2 * minute);

  it(
    'stops nobody for good: nothing is lost, doubled in effect, or out of order per key',
    async () => {
      const end = Date.now() + 14_000;
      const addresses: string[] = [];
      const changes = new Map(places.map((id) => [id, 0]));
      const wishing = (async () => {
        // On a busy machine it takes longer until so many have wished.
        while (Date.now() < end || addresses.length <= 50) {
          const address = `wish-${addresses.length}@example.ro`;
          addresses.push(address);
          await answer(address);
        }
      })();
      const changing = places.map(async (id) => {
        while (Date.now() < end) {
          await changeFacility(id, (changes.get(id) ?? 0) + 1);
          changes.set(id, (changes.get(id) ?? 0) + 1);
          await sleep(20);
        }
      });
      await sleep(3_000);
      await broker.kill('SIGKILL');
      await sleep(2_000);
      await broker.restart();
      await Promise.all([wishing, ...changing]);

      for (const address of addresses) await mails.wait(address, 1, 2 * minute);
      await sleep(2_000);
      expect(addresses.filter((address) => mails.to(address).length !== 1)).toEqual([]);

      const expected = [...changes.values()].reduce((sum, count) => sum + count + 1, 0);
      const messages = await readTopic(broker.brokers, 'ecou.facilities', expected, minute);
      for (const [id, count] of changes) {
        const sequences = messages.filter(({ key }) => key === id).map(({ sequence }) => sequence);
        // A message may stand there twice; what follows is in order whichever of the two is read.
        const firsts = sequences.filter((sequence, index) => sequences.indexOf(sequence) === index);
        expect(firsts).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 1));
      }
      for (const context of ['events', 'feedback', 'facilities', 'notifications']) {
        const { body } = await ecou.api.get(`/${context}/health/ready`);
        expect({ context, ready: body.ready }).toEqual({ context, ready: true });
      }
    },
    6 * minute,
  );

  async function openQuestionnaire(): Promise<string> {
    const id = randomUUID();
    const drafted = await ecou.api.post('/feedback/v1/questionnaires', {
      id,
      title: { ro: 'Chestionar sintetic' },
      about: { theme: 'synthetic' },
      items: [{ id: 'updates', kind: 'wish', wording: { ro: 'Doriți să fiți informat(ă)?' } }],
      topics: ['series:synthetic'],
      consentText: { ro: 'Sunt de acord să fiu informat(ă).' },
    });
    expect(drafted.status).toBe(201);
    expect((await ecou.api.post(`/feedback/v1/questionnaires/${id}/open`)).status).toBe(200);
    return id;
  }

  async function answer(address: string): Promise<void> {
    const { status, body } = await ecou.visitor.post(`/feedback/v1/questionnaires/${questionnaire}/responses`, {
      id: randomUUID(),
      answers: [{ item: 'updates', wish: true }],
      email: address,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
  }

  const facilityOf = (index: number, name: string) => ({
    kind: 'wifi',
    name: { ro: name },
    address: `Strada ${index}`,
    position: [26.1 + index / 100, 44.4],
  });

  async function addFacility(index: number): Promise<string> {
    const { status, body } = await ecou.api.post(facilities, facilityOf(index, 'Sintetică 0'));
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id;
  }

  async function changeFacility(id: string, change: number): Promise<void> {
    const { status, body } = await ecou.api.put(
      `${facilities}/${id}`,
      facilityOf(places.indexOf(id), `Sintetică ${change}`),
      { headers: { 'if-match': `"${change}"` } },
    );
    expect({ status, body }).toMatchObject({ status: 200 });
  }
});
