import { expect, it } from '@jest/globals';
import { until } from './until.js';

it('waits until the probe answers, by whatever but undefined and false', async () => {
  const answers = [undefined, false, 0];
  expect(await until(() => answers.shift())).toBe(0);
  expect(answers).toEqual([]);
});

it('says what did not come, and within which time', async () => {
  await expect(until(() => false, 'the mail to confirm', 10)).rejects.toThrow('Not within 0.01 s: the mail to confirm');
  const mail = undefined;
  await expect(until(() => mail, undefined, 10)).rejects.toThrow(/=> ?mail/);
});

it('ends at once where the probe throws', async () => {
  const lost = () => Promise.reject(new Error('The connection was lost.'));
  await expect(until(lost)).rejects.toThrow('The connection was lost.');
});
