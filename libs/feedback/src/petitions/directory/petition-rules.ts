import { z } from 'zod';

/** The readings of the law by which petitions are dealt with; each petition keeps those under which it was registered. */
export const petitionRules = z.strictObject({
  officersChecked: z
    .boolean()
    .describe(
      'Who assigns heads the department, who answers has it assigned (art. 12), and who extends heads the institution (art. 9): yes. Where it is no, the callers see to it.',
    ),
  signedByTwo: z
    .boolean()
    .describe(
      'An answer goes out once the head of the institution, or whom they empowered, and the head of the department have signed it here (art. 13): yes. Where it is no, it is signed elsewhere.',
    ),
  pageCommunicates: z
    .boolean()
    .describe(
      'An answer that the petitioner can read on the page of the petition is communicated (art. 8): no, it is once it was sent.',
    ),
  returnBeginsTerm: z
    .boolean()
    .describe(
      'What another authority sends back has a new deadline from that day (art. 8 (2)): yes. Where it is no, the first deadline goes on.',
    ),
  reopenTimes: z
    .int()
    .min(0)
    .max(100)
    .describe('How often the petitioner may have a petition reopened: 2. After that, what only repeats it is filed.'),
  reopenDays: z
    .int()
    .min(1)
    .max(3650)
    .describe(
      'For how many calendar days after an answer they may do so: 30, as for a prior complaint (Law 554/2004, art. 7).',
    ),
});
export type PetitionRules = z.output<typeof petitionRules>;

/** The rules where the municipality has set nothing. */
export const usualRules: PetitionRules = {
  officersChecked: true,
  signedByTwo: true,
  pageCommunicates: false,
  returnBeginsTerm: true,
  reopenTimes: 2,
  reopenDays: 30,
};

/** The rules of petitions that were registered before there were any. */
export const formerRules: PetitionRules = {
  officersChecked: false,
  signedByTwo: false,
  pageCommunicates: true,
  returnBeginsTerm: true,
  reopenTimes: 100,
  reopenDays: 3650,
};
