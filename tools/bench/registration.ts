import { randomUUID } from 'node:crypto';
import type { Deployment } from '../deployment.ts';
import { bareServer } from './http.ts';
import { compared, type Line } from './measure.ts';

const people = 400;
const seats = 200;
const sides = 32;
const rounds = 3;
let round = 0;

/** So many people want a place at the same moment, from 32 connections; answers how many were answered per second. */
async function rush(url: string, headers: Record<string, string>, bodyOf: (person: number) => object): Promise<number> {
  let next = 0;
  round += 1;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: sides }, async () => {
      while (next < people) {
        const person = next;
        next += 1;
        const body = JSON.stringify(bodyOf(person));
        // Everybody from an address of their own, as a proxy would say.
        const from = { 'x-forwarded-for': `10.${round}.${person >> 8}.${person & 255}` };
        const response = await fetch(url, { method: 'POST', headers: { ...headers, ...from }, body });
        if (response.status !== 201) throw new Error(`${url}: ${response.status} ${await response.text()}`);
        await response.arrayBuffer();
      }
    }),
  );
  return (people * 1000) / (performance.now() - began);
}

/** Registrations per second on one civic event, half of which find a seat, against a bare Fastify route that locks one row for each. */
export async function benchRegistrationRush({ url, key }: Deployment, bareDatabaseUrl: string): Promise<Line> {
  const json = { 'content-type': 'application/json' };
  const call = async (method: string, path: string, body: object = {}) => {
    const headers = { ...json, authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/events/v1/civic-events${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  const ours = async () => {
    const [startsAt, endsAt] = [30, 31].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const title = { ro: 'Sesiune sintetică' };
    const { id } = await call('POST', '', { kind: 'consultation', title, startsAt, endsAt });
    await call('POST', `/${id}/publish`);
    await call('PUT', `/${id}/registration`, { capacity: seats, confirmation: 'none' });
    await call('POST', `/${id}/registration/open`);
    const perSecond = await rush(`${url}/events/v1/civic-events/${id}/registrations`, json, (person) => ({
      name: `Persoană Sintetică ${person}`,
      contact: { channel: 'email', address: `persoana${person}@example.org` },
      category: person % 4 === 0 ? 'ngo-member' : 'citizen',
    }));
    await expectSeats(`${url}/events/v1/civic-events/${id}/registration`);
    return perSecond;
  };
  const { bare, url: bareUrl } = await bareServer(bareDatabaseUrl);
  await bare.start();
  const theirs = () => {
    const event = randomUUID();
    return rush(`${bareUrl}/registrations`, json, (person) => ({ event, seats, person }));
  };
  try {
    const result = await compared(rounds, ours, theirs);
    return {
      name: 'registrationRush',
      result,
      measured: `${result.perSecond} registrations/s: ${people} people, ${seats} seats of one civic event, ${sides} connections`,
      comparedTo: `${result.comparedTo}/s of a bare Fastify route with a row lock, an UPDATE and an INSERT: ratio ${result.ratio}`,
    };
  } finally {
    await bare.stop();
  }
}

async function expectSeats(url: string): Promise<void> {
  const desk = (await (await fetch(url)).json()) as { taken: number; waiting: number };
  if (desk.taken !== seats || desk.waiting !== people - seats) throw new Error(`Overbooked: ${JSON.stringify(desk)}`);
}
