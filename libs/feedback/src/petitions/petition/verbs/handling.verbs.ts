import { optional, text, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { activeDepartment, activeOfficer } from '../../directory/directory.decider.js';
import { code } from '../../directory/directory.events.js';
import { verb } from './verb.js';
import { by, toPetitioner } from './verb.schemas.js';

const assignBody = z
  .strictObject({
    department: optional(code).describe('The officer’s, or the one that has it, where it is left out.'),
    officer: optional(z.uuid()).describe(
      'An officer of the directory; without one, it stands in the department’s queue.',
    ),
    by,
  })
  .refine(({ department, officer }) => department !== null || officer !== null, {
    error: 'A department, an officer, or both',
    params: { code: 'ASSIGNEE_MISSING' },
  })
  .meta({ id: 'AssignPetition', example: { department: 'public-works' } });

const forwardBody = z
  .strictObject({
    authority: text(300).describe('The authority that is competent; no personal data.'),
    reason: personalText(5000).describe(toPetitioner),
  })
  .meta({ id: 'ForwardPetition' });

const returnBody = z
  .strictObject({
    authority: optional(text(300)).describe(
      'That which sends it; the one that it was forwarded to, where it is left out.',
    ),
    reason: personalText(5000).describe(toPetitioner),
  })
  .meta({ id: 'ReturnPetition' });

/** Work of officers on an open petition. */
export const handlingVerbs = {
  AssignPetition: verb({
    name: 'assign',
    summary: 'Assign a petition to a department, or to an officer of it',
    permission: 'petitions:assign',
    description: 'To an officer: by the head of the department.',
    body: assignBody,
    inBulk: true,
    /** Without a department, it goes to the officer's, or stays in its own. */
    async run(work, id, { department: asked, officer, by: said }) {
      const { department: current } = await work.read(id);
      const directory = await work.directory();
      const department = asked ?? (officer === null ? undefined : directory.officers[officer]?.department) ?? current;
      activeDepartment(directory, department);
      if (officer !== null) activeOfficer(directory, officer, department);
      const acting = await work.acting(said);
      await work.decide(id, { type: 'AssignPetition', department, officer, by: acting, at: work.now });
    },
  }),

  StartWork: verb({
    name: 'start',
    summary: 'Say that somebody works on it',
    body: undefined,
    inBulk: true,
    run: (work, id) => work.decide(id, { type: 'StartWork', at: work.now }),
  }),

  ForwardPetition: verb({
    name: 'forward',
    summary: 'Forward it to the authority that is competent',
    description: 'Within five days of its registration, as the law says. Whether that was so stays on record.',
    body: forwardBody,
    inBulk: true,
    run: (work, id, body) => work.decide(id, { ...body, type: 'ForwardPetition', at: work.now }),
  }),

  ReturnPetition: verb({
    name: 'return',
    summary: 'Go on with what another authority sent back',
    description:
      'It was forwarded there. It has its number still, and a new deadline from now on, as the rules read the law.',
    body: returnBody,
    async run(work, id, body) {
      await work.decide(id, { ...body, type: 'ReturnPetition', terms: await work.terms(), at: work.now });
    },
  }),
} as const;
