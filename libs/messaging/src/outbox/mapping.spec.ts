import { contract } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { mapEvent, Unmappable } from './mapping.js';
import { as } from './publish.js';

const noteTakenV1 = contract('ecou.notes.note-taken.v1', 'A note was taken.', z.object({ text: z.string() }));
const table = { NoteTaken: ({ data }: { data: { text: string } }) => as(noteTakenV1, { text: data.text }) };

const noteTaken = (text: string): RecordedEvent => ({
  ...{ position: 1, stream: 'note-6a7e3c1d-1f0a-4f6e-9c55-0f4a39a51c11', version: 1, type: 'NoteTaken' },
  ...{ id: '0b9b2f5e-3f8b-4f43-8f05-1f3c2c0f6d0e', data: { text }, recordedAt: '2026-03-01T10:00:00.000Z' },
  metadata: { actor: 'system', correlationId: 'c', causationId: 'c' },
});

describe('an event that becomes a message', () => {
  it('has the id of its aggregate as key and subject, and the correlation of its cause', () => {
    const event = noteTaken('x');
    const id = event.stream.slice('note-'.length);
    expect(mapEvent('notes', table, event)).toMatchObject([{ key: id, subject: id, correlationId: 'c' }]);
  });

  it('says nothing of that id where it has an alias, also where the command that made the aggregate had the same', () => {
    const event = noteTaken('x');
    const id = event.stream.slice('note-'.length);
    const alias = '3d0e6f2a-7c41-5b1e-8a77-90c2b4d5e6f1';
    const aliased = { NoteTaken: () => as(noteTakenV1, { text: 'x' }, alias) };
    const made = { ...event, metadata: { ...event.metadata, correlationId: id } };
    const messages = mapEvent('notes', aliased, made);
    expect(messages).toMatchObject([{ key: alias, subject: alias, causationId: event.id }]);
    expect(JSON.stringify(messages)).not.toContain(id);
  });

  it.each(['\\u0000', 'a \\ud83d b', 'diacritice: ășțîâ 🙂'])('keeps the text %j, which is harmless', (text) => {
    expect(mapEvent('notes', table, noteTaken(text))).toMatchObject([{ data: JSON.stringify({ text }) }]);
  });

  it.each(['\u0000', 'half: \ud83d'])('is refused with the text %j, which no database keeps', (text) => {
    expect(() => mapEvent('notes', table, noteTaken(text))).toThrow(Unmappable);
  });
});
