import { Api, persist, type SampleTarget, type Step } from './api.ts';
import { attachmentSteps } from './attachments.ts';
import { ballotSteps } from './ballots.ts';
import { disseminationSteps } from './disseminations.ts';
import { addCategory, loadProgramme, publishReport, sessionSteps } from './events.ts';
import { facilitySteps } from './facilities.ts';
import { facilityFeedbackSteps } from './facility-feedback.ts';
import type { Session } from './facts/facts.ts';
import { session1 } from './facts/session-1.ts';
import { session2 } from './facts/session-2.ts';
import { session3 } from './facts/session-3.ts';
import { feedbackSteps } from './feedback.ts';
import { open311Steps } from './open311.ts';
import { petitionSteps } from './petitions.ts';
import { loadSyntheticProgramme } from './synthetic-programme.ts';
import { registrationSteps } from './registrations.ts';
import { loadTemplate } from './questionnaire-template.ts';
import { recommendationSteps } from './recommendations.ts';
import { replyRuleSteps } from './reply-rules.ts';

export { SampleRefused, type SampleTarget } from './api.ts';

interface Part {
  readonly title: string;
  readonly steps: readonly Step[];
}

const partsOf = (session: Session): Part => ({
  title: `Session ${session.numeral}: what happened, what was said, what the questionnaires came to, the report`,
  steps: [...sessionSteps(session), ...feedbackSteps(session), (api) => publishReport(api, session)],
});

const parts: readonly Part[] = [
  { title: 'The programme, with what it plans to publish', steps: [loadProgramme, addCategory] },
  ...[session1, session2, session3].map(partsOf),
  { title: 'The feedback form of the sessions, as a template', steps: [loadTemplate] },
  { title: 'A questionnaire that was answered by ballot, all made up', steps: ballotSteps },
  {
    title: 'Petitions and a notice, all made up, and who deals with them',
    steps: [...petitionSteps, ...attachmentSteps],
  },
  {
    title:
      'What becomes of recommendations, and a session to come with registrations, all made up, in a programme of their own',
    steps: [loadSyntheticProgramme, ...recommendationSteps, ...registrationSteps],
  },
  { title: `The map: ${facilitySteps.length} facilities`, steps: facilitySteps },
  { title: 'Ways to spread the word that the sessions suggested', steps: disseminationSteps },
  { title: 'Automatic replies in messaging apps, as suggestions, all made up', steps: replyRuleSteps },
  { title: 'What people think of some facilities, all made up', steps: facilityFeedbackSteps },
  { title: 'Reports of an app, all made up', steps: open311Steps },
];

const minute = 60_000;

/**
 * Loads the sample programme through the services' own routes. Loading again changes nothing, and a load that broke off is continued.
 * Throws `SampleRefused` where something with an id of the sample says something else by now; what was there is never overwritten.
 */
export async function loadSample(target: SampleTarget): Promise<void> {
  const api = new Api(target);
  const { log = () => undefined, patienceMs = minute } = target;
  for (const { title, steps } of parts) {
    for (const step of steps) await persist(() => step(api), patienceMs);
    log(title);
  }
}
