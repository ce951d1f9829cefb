import { Publisher } from '@ecou/runtime';
import { networksIn } from '@ecou/runtime/outgoing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Site } from '../testing/site.js';
import { LinkProbe } from './link-probe.js';

class CityHall extends Publisher {
  readonly institution = 'Primăria (Șotron)';
  readonly publicUrl = 'https://ecou.test';
  readonly mark = '';
}

const settings = { limitMs: 300, pauseMs: 0, allowsHttp: true, networks: networksIn('127.0.0.0/8') };
const never = new AbortController().signal;
const probe = new LinkProbe(settings, new CityHall());

let site: Site;
let other: Site;

beforeAll(async () => {
  [site, other] = await Promise.all([Site.start(), Site.start()]);
});
beforeEach(() => void site.visits.splice(0));
afterAll(() => Promise.all([site.stop(), other.stop()]));

const check = (path: string) => probe.check(site.url(path), never);
const methods = () => site.visits.map(({ method }) => method);

describe('a check of a link', () => {
  it('asks for the head, and says who asks', async () => {
    expect(await check('ok')).toEqual({ outcome: 'works', status: 200 });
    expect(site.visits).toEqual([
      { method: 'HEAD', path: '/ok', userAgent: 'Ecou-Links/1 (Primaria Sotron; +https://ecou.test)' },
    ]);
  });

  it.each(['refusesHead', 'hidesFromHead', 'resetsHead'])('asks for it whole where the server %s', async (path) => {
    expect(await check(path)).toEqual({ outcome: 'works', status: 200 });
    expect(methods()).toEqual(['HEAD', 'GET']);
  });

  it('reads nothing of what comes then', async () => {
    expect(await check('floods')).toEqual({ outcome: 'works', status: 200 });
    // It is cut off, so the site has room again.
    expect(await check('ok')).toEqual({ outcome: 'works', status: 200 });
  });

  it.each([404, 410, 500])('finds that it fails by %i, whichever way', async (status) => {
    expect(await check(`status/${status}`)).toEqual({ outcome: 'fails', status, fault: null });
    expect(methods()).toEqual(['HEAD', 'GET']);
  });

  it.each([401, 429])('asks once where the server says %i', async (status) => {
    expect(await check(`status/${status}`)).toMatchObject({ outcome: 'unclear', status });
    expect(methods()).toEqual(['HEAD']);
  });

  it('tells for how long the server wants to be left alone', async () =>
    expect(await check('patience/120')).toMatchObject({ outcome: 'unclear', status: 503, retryAfter: '120' }));

  it('ends after a while where nothing comes', async () => {
    expect(await check('hangs')).toEqual({ outcome: 'fails', status: null, fault: 'timeout' });
    expect(methods()).toEqual(['HEAD']);
  });

  it.each([
    ['resets', 'reset'],
    ['garbage', 'protocol'],
    ['loop', 'redirects'],
  ])('finds that it %s', async (path, fault) =>
    expect(await check(path)).toEqual({ outcome: 'fails', status: null, fault }),
  );

  it('finds that nobody listens', async () => {
    const gone = await Site.start();
    await gone.stop();
    expect(await probe.check(gone.url('ok'), never)).toEqual({ outcome: 'fails', status: null, fault: 'refused' });
  });

  it('finds that there is no such name', async () => {
    // Without a resolver, it is not known.
    const found = await probe.check('http://ecou.invalid/', never);
    expect(['name', 'EAI_AGAIN']).toContain(found.outcome === 'fails' ? found.fault : 'note' in found && found.note);
  });

  it('follows redirects, five at most', async () => {
    const through = (count: number): string =>
      count === 0 ? 'ok' : `to/${encodeURIComponent(`/${through(count - 1)}`)}`;
    expect(await check(through(5))).toEqual({ outcome: 'works', status: 200 });
    expect(await check(through(6))).toMatchObject({ outcome: 'fails', fault: 'redirects' });
    expect(await check(`to/${encodeURIComponent(other.url('status/404'))}`)).toMatchObject({ status: 404 });
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[::1]/', 'http://10.0.0.1/', 'file:///etc/passwd'])(
    'goes nowhere that it must not, neither at once nor when it is sent there: %s',
    async (address) => {
      const refused = { outcome: 'unclear', status: null, note: 'ADDRESS_REFUSED' };
      expect(await probe.check(address, never)).toEqual(refused);
      expect(await check(`to/${encodeURIComponent(address)}`)).toEqual(refused);
    },
  );

  it('looks at the very address that a name leads to', async () => {
    const strict = new LinkProbe({ ...settings, networks: [] }, new CityHall());
    expect(await strict.check(`http://localhost:${site.port}/ok`, never)).toMatchObject({ note: 'ADDRESS_REFUSED' });
    expect(site.visits).toEqual([]);
  });

  it('asks a host one thing at a time', async () => {
    site.most = 0;
    await Promise.all(Array.from({ length: 10 }, () => check('ok')));
    expect(site.most).toBe(1);
  });

  it('ends at once where nobody wants to know any more', async () => {
    const stop = new AbortController();
    const checked = probe.check(site.url('hangs'), stop.signal);
    setTimeout(() => stop.abort(), 20);
    await expect(checked).rejects.toThrow();
  });
});
