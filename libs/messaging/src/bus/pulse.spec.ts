import { describe, expect, it } from '@jest/globals';
import { Pulse, silentAfterMs, stuckAfterMs } from './pulse.js';

describe('the pulse of a consumer', () => {
  const setUp = () => {
    const time = { now: Date.parse('2030-01-01T00:00:00.000Z') };
    return { time, pulse: new Pulse(() => time.now) };
  };

  it('is silent until it asks, and again when it has not asked for long', () => {
    const { time, pulse } = setUp();
    expect(pulse).toMatchObject({ silent: true, lastPollAt: null });
    pulse.polled();
    time.now += silentAfterMs;
    expect(pulse).toMatchObject({ silent: false, lastPollAt: '2030-01-01T00:00:00.000Z' });
    time.now += 1;
    expect(pulse.silent).toBe(true);
  });

  it('is not silent with messages in hand, nor just after them', async () => {
    const { time, pulse } = setUp();
    pulse.polled();
    let finish: (answer: string) => void = () => undefined;
    const held = pulse.hold(new Promise<string>((resolve) => (finish = resolve)));
    time.now += 10 * silentAfterMs;
    expect(pulse.silent).toBe(false);
    finish('done');
    expect(await held).toBe('done');
    time.now += silentAfterMs;
    expect(pulse.silent).toBe(false);
    time.now += 1;
    expect(pulse.silent).toBe(true);
  });

  it('is silent when it is stuck with messages in hand', () => {
    const { time, pulse } = setUp();
    pulse.polled();
    void pulse.hold(new Promise(() => undefined));
    time.now += stuckAfterMs;
    expect(pulse.silent).toBe(false);
    time.now += 1;
    expect(pulse.silent).toBe(true);
  });

  it('is free after work that failed, and silent once it has stopped', async () => {
    const { pulse } = setUp();
    pulse.polled();
    await expect(pulse.hold(Promise.reject(new Error('No.')))).rejects.toThrow('No.');
    expect(pulse.silent).toBe(false);
    pulse.stop();
    expect(pulse).toMatchObject({ silent: true, lastPollAt: null });
  });
});
