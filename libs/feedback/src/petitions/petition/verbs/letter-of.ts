import type { LetterFacts } from '@ecou/contracts';
import { Personal } from '@ecou/event-sourcing';
import { dayOf } from '../../calendar/working-calendar.js';
import type { Signature } from '../petition.events.js';
import type { Petition } from '../petition.state.js';
import type { PetitionWork } from './petition-work.js';

/** The parts of an answer that the letter around it takes. */
export interface Answered {
  readonly signatures: readonly Signature[];
  /** Names of the files that go with it. */
  readonly enclosures: readonly string[];
}

/** The letter of an answer that goes out now, as directory and petitions stand. `null` for a petition that names nobody. */
export async function letterOf(
  work: PetitionWork,
  id: string,
  answer: Answered,
): Promise<Personal<LetterFacts> | null> {
  const petition = await work.read(id);
  const recipient = await recipientOf(work, petition);
  if (!recipient) return null;
  const [letterhead, signatories, joined] = await Promise.all([
    work.letterhead(),
    Promise.all(answer.signatures.map((signature) => work.signatory(signature))),
    Promise.all(petition.joined.map((other) => work.read(other.id))),
  ]);
  return new Personal({
    ...letterhead,
    recipient,
    inReplyTo: [petition, ...joined].map(({ number, registeredAt }) => ({ number, registeredOn: dayOf(registeredAt) })),
    signatories,
    enclosures: [...answer.enclosures],
  });
}

/** The letter of the answer that waits for being sent. `null` where none does. */
export async function letterOfDraft(work: PetitionWork, id: string): Promise<Personal<LetterFacts> | null> {
  const { draft, removed } = await work.read(id);
  if (!draft) return null;
  const files = await work.opened(draft.attachments.filter((file) => !removed.includes(file.id)));
  const enclosures = files.flatMap(({ name }) => (name === null ? [] : [name]));
  return letterOf(work, id, { signatures: draft.signatures, enclosures });
}

/** Where the letter goes; what goes by post may have an address of its own. */
async function recipientOf(work: PetitionWork, { content }: Petition): Promise<LetterFacts['recipient'] | null> {
  const known = await work.opened(content.petitioner);
  if (!known?.name || !known.contact) return null;
  return { name: known.name, address: known.address ?? known.contact };
}
