import { analyticsContext } from '@ecou/analytics';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { startGroups } from '@ecou/platform';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { loadSample } from '../sample/index.ts';

/** Synthetic. */
export const institution = 'Primăria Exemplului';
export const publicUrl = 'https://ecou.example.ro';

/** Starts one process with all contexts and the sample in it, for programs of others that read here. Whoever starts it stops it. */
export async function startWithSample(): Promise<TestProcess> {
  const test = await startTestProcess(
    [
      eventsContext,
      feedbackContext,
      facilitiesContext,
      notificationsContext,
      integrationsContext,
      analyticsContext,
      identityContext,
    ],
    {
      start: startGroups,
      env: { ECOU_INSTITUTION: institution, PUBLIC_URL: publicUrl },
    },
  );
  // What the sample says was held lies in the past.
  test.clock.set('2026-06-01T10:00:00.000Z');
  await loadSample({ url: test.process.url, key: test.keys.administrator });
  await test.settle();
  return test;
}
