import { unitsSince, type Answer, type TestProcess } from '@ecou/runtime/testing';

/** Sends the same several times at once: what was said, how many different answers, and the types of events that were written. */
export async function atOnce(test: TestProcess, call: () => Promise<Answer>, times = 4) {
  const feedback = test.context('feedback');
  const before = await feedback.head();
  const answers = await Promise.all(Array.from({ length: times }, call));
  const written = (await unitsSince(feedback, before)).flat().map((event) => event.split(' ')[0]);
  return {
    said: answers.map(({ status, body }) => (body.code as string | undefined) ?? String(status)).sort(),
    bodies: new Set(answers.map(({ body }) => JSON.stringify(body))).size,
    written: written.sort(),
  };
}
