import { describe, expect, it, jest } from '@jest/globals';
import { Pulse, silentAfterMs, stillAfterMs, stuckAfterMs } from './pulse.js';

describe('the pulse of a consumer', () => {
  it('is told by a clock that nobody sets', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * silentAfterMs);
    const pulse = new Pulse();
    pulse.polled();
    clock.mockReturnValue(Date.now() - 20 * silentAfterMs);
    expect(pulse.silent).toBe(false);
    clock.mockRestore();
    const elapsed = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + silentAfterMs + 1);
    expect(pulse.silent).toBe(true);
    elapsed.mockRestore();
  });

  const setUp = () => {
    const time = { now: 0 };
    return { time, pulse: new Pulse(() => time.now) };
  };

  it('is silent until it asks, and again when it has not asked for long', () => {
    const { time, pulse } = setUp();
    expect(pulse).toMatchObject({ silent: true, lastPollAt: null });
    pulse.polled();
    time.now += silentAfterMs;
    expect(pulse).toMatchObject({ silent: false, lastPollAt: expect.any(String) });
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

  it('stands still a minute after it took something last, though it asks and tries again', async () => {
    const { time, pulse } = setUp();
    const fail = async () => {
      pulse.polled();
      await expect(pulse.hold(Promise.reject(new Error('No.')))).rejects.toThrow('No.');
    };
    await fail();
    time.now += stillAfterMs;
    expect(pulse.standsStill).toBe(false);
    time.now += 1;
    await fail();
    expect(pulse).toMatchObject({ standsStill: true, silent: false });
    await pulse.hold(Promise.resolve());
    expect(pulse.standsStill).toBe(false);
    time.now += 10 * stillAfterMs;
    expect(pulse.standsStill).toBe(false);
  });

  it('does not stand still while it takes what it has in hand, one after the other', () => {
    const { time, pulse } = setUp();
    void pulse.hold(new Promise(() => undefined));
    for (let taken = 0; taken < 3; taken += 1) {
      time.now += stillAfterMs;
      pulse.progressed();
    }
    expect(pulse.standsStill).toBe(false);
    time.now += stillAfterMs + 1;
    expect(pulse.standsStill).toBe(true);
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
