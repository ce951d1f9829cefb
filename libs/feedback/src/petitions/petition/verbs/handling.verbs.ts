import { optional, text, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { activeDepartment, activeOfficer } from '../../directory/directory.decider.js';
import { code } from '../../directory/directory.events.js';
import { verb } from './verb.js';
import { toPetitioner } from './verb.schemas.js';

const assignBody = z
  .strictObject({
    department: optional(code).describe('The officer’s, or the one that has it, where it is left out.'),
    officer: optional(z.uuid()).describe(
      'An officer of the directory; without one, it stands in the department’s queue.',
    ),
  })
  .refine(({ department, officer }) => department !== null || officer !== null, {
    error: 'A department, an officer, or both',
    params: { code: 'ASSIGNEE_MISSING' },
  })
  .meta({ id: 'AssignPetition' });

const forwardBody = z
  .strictObject({
    authority: text(300).describe('The authority that is competent; no personal data.'),
    reason: personalText(5000).describe(toPetitioner),
  })
  .meta({ id: 'ForwardPetition' });

const joinBody = z
  .strictObject({ to: z.uuid().describe('The petition that both will be answered with; the earlier one.') })
  .meta({ id: 'JoinPetition' });

/** Work of officers on an open petition. */
export const handlingVerbs = {
  AssignPetition: verb({
    name: 'assign',
    summary: 'Assign a petition to a department, or to an officer of it',
    body: assignBody,
    inBulk: true,
    /** Without a department, it goes to the officer's, or stays in its own. */
    async run(work, id, { department: asked, officer }) {
      const { department: current } = await work.read(id);
      const directory = await work.directory();
      const department = asked ?? (officer === null ? undefined : directory.officers[officer]?.department) ?? current;
      activeDepartment(directory, department);
      if (officer !== null) activeOfficer(directory, officer, department);
      await work.decide(id, { type: 'AssignPetition', department, officer, at: work.now });
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

  JoinPetition: verb({
    name: 'join',
    summary: 'Join it to an earlier petition that asks the same',
    description: 'One answer answers all.',
    body: joinBody,
    inBulk: true,
    async run(work, id, { to }) {
      const { number } = await work.read(id);
      const main = await work.read(to);
      const command = { type: 'JoinPetition', mainId: to, main, at: work.now } as const;
      const joined = await work.decide(id, command, { rulesFirst: true });
      if (joined.changed) await work.decide(to, { type: 'TakeIn', petitionId: id, number });
    },
  }),
} as const;
