import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { endpointDecider, signingSecrets, type EndpointCommandBody } from './endpoint.decider.js';
import type { EndpointEvent } from './endpoint.events.js';
import { events, settings } from './endpoint.samples.js';

const given = specify(endpointDecider);

const at = '2026-03-01T10:00:00.000Z';
const owner = 'key:one';
const of = { of: owner };

const event = (type: keyof typeof events, change: object = {}) =>
  ({ type, data: { ...events[type], ...change } }) as unknown as EndpointEvent;
const created = event('EndpointCreated');
const [paused, resumed, removed] = [event('EndpointPaused'), event('EndpointResumed'), event('EndpointRemoved')];
const rotated = (secret: number, olderUntil: string) => event('SecretRotated', { secret, olderUntil });
const asked = event('ReplayAsked');

const create: EndpointCommandBody = { type: 'CreateEndpoint', owner, settings, after: 40 };
const changedSettings = { ...settings, url: 'https://systems.example.org/other' };
const change: EndpointCommandBody = { type: 'ChangeEndpoint', ...of, settings: changedSettings };
const rotate: EndpointCommandBody = { type: 'RotateSecret', ...of, olderUntil: '2026-03-02T10:00:00.000Z', at };
const pause: EndpointCommandBody = {
  ...{ type: 'PauseEndpoint', of: null, reason: 'failing', position: 41, error: 'HTTP 500', at },
};
const resume: EndpointCommandBody = { type: 'ResumeEndpoint', ...of, at };
const replay: EndpointCommandBody = { type: 'AskReplay', ...of, after: 10, upTo: 40, at };
const remove: EndpointCommandBody = { type: 'RemoveEndpoint', ...of, at };

describe('an endpoint', () => {
  it('is created', () => given().when(create).then(created));
  it('is created once: a repeat changes nothing, also after it was changed', () => {
    given(created).when(create).then();
    given(created, event('EndpointChanged'), paused)
      .when({ ...create, after: 90 })
      .then();
  });
  it.each([
    ['says something else', [created], { ...create, settings: changedSettings }],
    ['is somebody else’s', [created], { ...create, owner: 'key:two' }],
    ['was removed', [created, removed], create],
  ] as const)('is refused where one with its id %s', (_name, before, command) =>
    given(...before)
      .when(command)
      .thenRejected('ENDPOINT_EXISTS'),
  );

  it('changes', () => given(created).when(change).then(event('EndpointChanged')));
  it('ignores a change that changes nothing', () => given(created, event('EndpointChanged')).when(change).then());

  it('is paused, with the reason', () => given(created).when(pause).then(paused));
  it('ignores being paused again', () => given(created, paused).when(pause).then());
  it('is resumed', () => given(created, paused).when(resume).then(resumed));
  it('ignores being resumed while it is active', () => given(created, paused, resumed).when(resume).then());
  it('counts how often it was resumed', () =>
    expect(given(created, paused, resumed, paused, resumed).state()).toMatchObject({ resumed: 2, paused: null }));

  it('is sent messages again', () => given(created).when(replay).then(asked));
  it('counts what it was sent again', () =>
    expect(given(created, asked, asked).state()?.replay).toEqual({ number: 2, after: 10, upTo: 40 }));
  it('is sent nothing again while it is paused', () =>
    given(created, paused).when(replay).thenRejected('ENDPOINT_PAUSED'));

  it('is removed', () => given(created, paused).when(remove).then(removed));

  it.each([change, rotate, pause, resume, replay, remove])('that is not there takes no $type', (command) => {
    given().when(command).thenRejected('ENDPOINT_UNKNOWN');
    given(created, removed).when(command).thenRejected('ENDPOINT_UNKNOWN');
  });
  it.each([change, rotate, pause, resume, replay, remove])(
    'of somebody else takes no $type, as if it were not there',
    (command) =>
      given(created)
        .when({ ...command, of: 'key:two' })
        .thenRejected('ENDPOINT_UNKNOWN'),
  );
  it('of anybody is an administrator’s, too', () =>
    given(created)
      .when({ ...remove, of: null })
      .then(removed));
});

describe('the secret of an endpoint', () => {
  const day = (day: number) => `2026-03-0${day}T10:00:00.000Z`;

  it('is made anew', () => given(created).when(rotate).then(event('SecretRotated')));
  it('signs with the one before for as long as it was said', () => {
    const state = given(created, rotated(2, day(2)), rotated(3, day(4))).state()!;
    expect(signingSecrets(state, day(1))).toEqual([3, 2, 1]);
    expect(signingSecrets(state, day(2))).toEqual([3, 2]);
    expect(signingSecrets(state, day(4))).toEqual([3]);
  });
  it('is not made anew while four older ones sign', () => {
    const four = [2, 3, 4, 5].map((secret) => rotated(secret, day(2)));
    given(created, ...four)
      .when(rotate)
      .thenRejected('SECRETS_TOO_MANY');
    given(created, ...four)
      .when({ ...rotate, at: day(3), olderUntil: day(4) })
      .then(rotated(6, day(4)));
  });
});
