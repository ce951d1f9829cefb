import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { deadlineAt } from '../deadline-at.js';
import { petitionDecider } from './petition.decider.js';
import type { FileReference, PetitionEvent } from '../petition.events.js';
import { evolve } from '../petition.fold.js';
import { samples } from '../petition.samples.js';

const given = specify(petitionDecider);
const at = '2026-03-10T08:00:00.000Z';
const reason = { subject: '4a3c2b1d-6a51-4a38-9f0e-4d6c4d1f0a02', codec: 'plain', value: 'Se vede o persoană.' };

const file = (index: number): FileReference => ({
  id: `0b5fdb0e-4e0f-4d3b-8a53-7d1f3a2c9e0${index}`,
  name: { ...reason, value: 'dovada.jpg' },
  type: 'image/jpeg',
  size: 3,
  sha256: '0'.repeat(64),
});
const registered = {
  type: 'PetitionRegistered',
  data: { ...samples.PetitionRegistered, attachments: [file(1)] },
} satisfies PetitionEvent;
const written = {
  type: 'MessageAdded',
  data: { ...samples.MessageAdded, attachments: [file(2)] },
} satisfies PetitionEvent;
const answered = {
  type: 'PetitionAnswered',
  data: { ...samples.PetitionAnswered, attachments: [file(3)] },
} satisfies PetitionEvent;
const remove = (index: number) => ({ type: 'RemoveAttachment', fileId: file(index).id, reason, at }) as const;
const removed = (index: number): PetitionEvent => ({
  type: 'AttachmentRemoved',
  data: { fileId: file(index).id, reason, removedAt: at },
});

describe('a file that is attached', () => {
  it.each([1, 2, 3])('is removed, wherever it is attached', (index) =>
    given(registered, written, answered).when(remove(index)).then(removed(index)),
  );
  it('is removed once', () => given(registered, removed(1)).when(remove(1)).then());
  it('is removed also when the matter has ended', () => given(registered, answered).when(remove(1)).then(removed(1)));
  it('cannot be removed where it is not attached', () =>
    given(registered).when(remove(2)).thenRejected('ATTACHMENT_UNKNOWN'));
  it('cannot be removed of no petition', () => given().when(remove(1)).thenRejected('PETITION_UNKNOWN'));
});

describe('where a deadline stands', () => {
  const open = evolve(null, registered);
  const { dueSoonAt, overdueAt } = open.deadline!;
  const before = (time: string) => new Date(Date.parse(time) - 1).toISOString();

  it.each([
    [before(dueSoonAt), 'due'],
    [dueSoonAt, 'due-soon'],
    [before(overdueAt), 'due-soon'],
    [overdueAt, 'overdue'],
  ])('is told by the clock while it waits: at %s, %s', (now, state) => {
    expect(deadlineAt(open, now)).toBe(state);
  });

  it('is told by what became of it afterwards', () => {
    expect(deadlineAt(evolve(open, answered), '2027-01-01T00:00:00Z')).toBe('met');
  });

  it('is none where there is none', () => {
    const notice = evolve(null, { ...registered, data: { ...registered.data, deadline: null } });
    expect(deadlineAt(notice, '2027-01-01T00:00:00Z')).toBe('none');
  });
});
