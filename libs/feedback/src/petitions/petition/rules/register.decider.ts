import { Invalid, Rejected, same, toBeDrawn } from '@ecou/event-sourcing';
import { deadlineFrom, type Terms } from '../../calendar/deadlines.js';
import type { Content, PetitionEvent } from '../petition.events.js';
import type { Petition } from '../petition.state.js';

export type RegisterPetition = {
  type: 'RegisterPetition';
  content: Content;
  /** The category's. */
  department: string;
  terms: Terms;
  directoryVersion: number;
  at: string;
};

/**
 * Puts what came in into the register; the append draws its number. What names nobody is no petition (Government Ordinance 27/2002,
 * art. 7) but a notice, which has no deadline, and what names somebody is no notice.
 */
export function register(command: RegisterPetition, state: Petition | null): PetitionEvent[] {
  const { content, department, terms, directoryVersion, at } = command;
  if (state) {
    if (same(content, state.content)) return [];
    throw new Rejected('PETITION_EXISTS', 'A petition with this id exists, and says something else.');
  }
  const isNotice = content.kind === 'notice';
  if (isNotice && content.petitioner) {
    throw new Invalid('NOTICE_NAMES_SOMEBODY', 'A notice is anonymous; choose another kind.', ['petitioner']);
  }
  if (!isNotice && !content.petitioner) {
    const text = 'Who asks, and how to reach them; without it, it can only be a notice.';
    throw new Invalid('PETITIONER_MISSING', text, ['petitioner']);
  }
  const deadline = isNotice ? null : deadlineFrom(at, terms);
  const data = { ...content, number: toBeDrawn, department, deadline, directoryVersion, registeredAt: at };
  return [{ type: 'PetitionRegistered', data }];
}
