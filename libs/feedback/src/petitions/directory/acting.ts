import { Invalid, Rejected } from '@ecou/event-sourcing';
import { listed, type Directory } from './directory.decider.js';
import type { Duty, Officer } from './directory.events.js';

/** An officer who does something, with what they head or sign. */
export interface Acting {
  readonly id: string;
  readonly department: string;
  readonly duties: readonly Duty[];
  readonly office: Officer['office'];
}

/** The officer of the directory who acts. Throws `Invalid` at `by` where none that is active has this id. */
export function actingIn({ officers }: Directory, id: string): Acting {
  const officer = officers[id];
  if (!officer?.active) throw new Invalid('OFFICER_UNKNOWN', `No officer has this id. ${listed}`, ['by']);
  const { department, duties, office } = officer;
  return { id, department, duties, office };
}

/** The officer who acts. Throws `Invalid` at `by` where nobody said who it is. */
export function requireActing(by: Acting | null): Acting {
  if (!by) throw new Invalid('ACTING_OFFICER_MISSING', 'Say which officer of the directory does this.', ['by']);
  return by;
}

export const headsInstitution = ({ duties }: Pick<Acting, 'duties'>): boolean => duties.includes('heads-institution');

/** True for whoever heads the institution, or was empowered to sign for it. */
export const signsForInstitution = (by: Pick<Acting, 'duties'>): boolean =>
  headsInstitution(by) || by.duties.includes('signs-for-institution');

export const headsDepartment = ({ department, duties }: Acting, code: string): boolean =>
  department === code && duties.includes('heads-department');

/** Refuses an assignment by anybody but the head of the department (art. 12 (1)), or of the institution. */
export function refuseUnlessHeadOf(by: Acting | null, department: string): void {
  const acting = requireActing(by);
  if (headsDepartment(acting, department) || headsInstitution(acting)) return;
  throw new Rejected('NOT_HEAD_OF_DEPARTMENT', `Whoever heads the department ${department} assigns its petitions.`);
}

/** Refuses an extension by anybody but the head of the institution (art. 9). */
export function refuseUnlessHeadOfInstitution(by: Acting | null): void {
  if (headsInstitution(requireActing(by))) return;
  throw new Rejected('NOT_HEAD_OF_INSTITUTION', 'Whoever heads the institution puts a deadline off.');
}
