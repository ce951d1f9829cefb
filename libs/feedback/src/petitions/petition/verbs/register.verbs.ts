import { activeCategory, termsOf } from '../../directory/directory.decider.js';
import type { RegisterBody } from '../petition.schemas.js';
import type { PetitionWork } from './petition-work.js';

/** A petition that comes in. `person`: random id of theirs, where something of theirs stands elsewhere, too. */
export interface Registering {
  readonly content: RegisterBody;
  readonly person?: string;
}

/** Registers a petition. A repeat is recognised whatever has become of the category. */
export async function register(work: PetitionWork, id: string, { content, person }: Registering): Promise<void> {
  const attachments = await work.claim(id, content.attachments);
  const [directory, before] = await Promise.all([work.directory(), work.find(id)]);
  const department = before?.department ?? activeCategory(directory, content.category).department;
  const command = {
    type: 'RegisterPetition',
    content: { ...content, attachments },
    department,
    terms: termsOf(directory),
    directoryVersion: await work.directoryVersion(),
    at: work.now,
  } as const;
  await work.decide(id, command, { person });
}

export const registrationVerbs = { RegisterPetition: { run: register } } as const;
