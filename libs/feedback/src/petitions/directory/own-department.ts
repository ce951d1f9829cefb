import { Forbidden, type CallerScope } from '@ecou/event-sourcing';
import { signsForInstitution } from './acting.js';
import type { Directory } from './directory.decider.js';

/**
 * The department to which a caller is bound (Government Ordinance 27/2002, art. 6 and 12: departments solve what is given to them); `undefined`
 * for one that works with all, as who heads the institution or signs for it does (art. 9, 13). Throws `Forbidden` where the directory has no such officer, or not any longer.
 */
export function ownDepartmentOf({ officer, isBound }: CallerScope, { officers }: Directory): string | undefined {
  if (!isBound) return undefined;
  const own = officers[officer ?? ''];
  if (!own?.active) {
    throw new Forbidden(
      'OFFICER_NOT_ACTIVE',
      'The key names an officer whom the directory does not have, or not any longer.',
    );
  }
  return signsForInstitution(own) ? undefined : own.department;
}

/** Throws `Forbidden` where a caller is bound to another department than the one that has the petition. */
export function refuseOther(own: string | undefined, department: string): void {
  if (own === undefined || own === department) return;
  throw new Forbidden('DEPARTMENT_OTHER', `It is with the department ${department}; the key is of one of ${own}.`);
}
