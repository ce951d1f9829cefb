import { assertNever } from '@ecou/event-sourcing';
import type { LocalizedText } from '@ecou/contracts';
import type { Ground } from '../petition/petition.events.js';
import type { Petition } from '../petition/petition.state.js';

const grounds: Readonly<Record<Ground, LocalizedText>> = {
  answered: { ro: 'I s-a răspuns.', en: 'It was answered.' },
  forwarded: { ro: 'A fost trimisă autorității competente.', en: 'It was forwarded to the competent authority.' },
  noted: { ro: 'S-a luat cunoștință de ea.', en: 'It was taken note of.' },
  anonymous: { ro: 'A fost clasată: nu este semnată.', en: 'It was filed: nobody signed it.' },
  unidentified: { ro: 'A fost clasată: nu are date de identificare.', en: 'It was filed: it has no identity.' },
  repeat: { ro: 'A fost clasată: i s-a răspuns deja.', en: 'It was filed: it repeats one that was answered.' },
  withdrawn: { ro: 'A fost retrasă.', en: 'It was taken back.' },
};

/** The state of a petition in words that name nobody; `null` while there is nothing to say. */
export function statusNotes({
  status,
  joinedTo,
  forwarded,
  closed,
}: Pick<Petition, 'status' | 'joinedTo' | 'forwarded' | 'closed'>): LocalizedText | null {
  switch (status) {
    case 'registered':
      return null;
    case 'assigned':
      return { ro: 'A fost repartizată.', en: 'It was assigned.' };
    case 'in-progress':
      return { ro: 'Este în lucru.', en: 'It is being worked on.' };
    case 'information-requested':
      return { ro: 'Se așteaptă informații de la petent.', en: 'It waits for information from whoever asks.' };
    case 'to-sign':
    case 'to-send':
      return { ro: 'Răspunsul se semnează și se expediază.', en: 'The answer is being signed and sent.' };
    case 'joined': {
      const other = joinedTo?.number ?? '';
      return { ro: `Se răspunde odată cu ${other}.`, en: `It is answered together with ${other}.` };
    }
    case 'answered':
      return grounds.answered;
    case 'declined':
      return { ro: 'A fost respinsă, cu motivare.', en: 'It was declined, with reasons.' };
    case 'forwarded': {
      const authority = forwarded?.authority ?? '';
      return { ro: `A fost trimisă către: ${authority}.`, en: `It was forwarded to: ${authority}.` };
    }
    case 'closed':
      return closed ? grounds[closed.ground] : null;
    default:
      return assertNever(status);
  }
}
