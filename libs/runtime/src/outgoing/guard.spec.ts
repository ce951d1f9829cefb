import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import ipaddr from 'ipaddr.js';
import { checkAddress, guardedLookup, mayReach } from './guard.js';

const networks = [ipaddr.parseCIDR('10.1.0.0/16'), ipaddr.parseCIDR('fd00:1::/32')];
const rules = { allowsHttp: false, networks };

describe('the guard of addresses', () => {
  it.each([
    ['public', '93.184.216.34', true],
    ['public, of IPv6', '2606:4700:4700::1111', true],
    ['in a network of the operator', '10.1.2.3', true],
    ['in a network of the operator, of IPv6', 'fd00:1::5', true],
    ['beside a network of the operator', '10.2.0.1', false],
    ['loopback', '127.0.0.1', false],
    ['loopback, another one', '127.9.9.9', false],
    ['loopback, of IPv6', '::1', false],
    ['this host', '0.0.0.0', false],
    ['this host, of IPv6', '::', false],
    ['private', '192.168.1.1', false],
    ['private, the middle range', '172.16.0.1', false],
    ['unique local', 'fd00::1', false],
    ['link-local: metadata of clouds', '169.254.169.254', false],
    ['link-local, of IPv6', 'fe80::1', false],
    ['with a zone', 'fe80::1%eth0', false],
    ['behind a carrier’s NAT', '100.64.0.1', false],
    ['multicast', '224.0.0.1', false],
    ['multicast, of IPv6', 'ff02::1', false],
    ['broadcast', '255.255.255.255', false],
    ['reserved', '240.0.0.1', false],
    ['of documents', '192.0.2.1', false],
    ['of documents, of IPv6', '2001:db8::1', false],
    ['of benchmarks', '198.18.0.1', false],
    ['mapped', '::ffff:93.184.216.34', false],
    ['mapped loopback', '::ffff:127.0.0.1', false],
    ['mapped, of a network of the operator', '::ffff:10.1.2.3', false],
    ['compatible loopback', '::7f00:1', false],
    ['NAT64', '64:ff9b::7f00:1', false],
    ['NAT64 of a network', '64:ff9b:1::7f00:1', false],
    ['6to4', '2002:7f00:1::1', false],
    ['Teredo', '2001:0:7f00:1::1', false],
    ['site-local', 'fec0::1', false],
    ['given to nobody', '4000::1', false],
    ['no address', 'example.org', false],
  ])('%s (%s): %s', (_name, address, may) => expect(mayReach(address, networks)).toBe(may));

  it.each([
    'https://systems.example.org/ecou?x=1',
    'https://93.184.216.34/ecou',
    'https://10.1.2.3:8443/',
    'https://[fd00:1::5]/',
  ])('takes %s', (address) => expect(checkAddress(address, rules).href).toBe(new URL(address).href));

  it.each([
    ['http', 'http://systems.example.org/'],
    ['another protocol', 'ftp://systems.example.org/'],
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['no address', 'systems.example.org'],
    ['a name', 'https://ana@systems.example.org/'],
    ['a password', 'https://ana:secret@systems.example.org/'],
    ['a fragment', 'https://systems.example.org/#x'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback as one number', 'https://2130706433/'],
    ['loopback in hexadecimal', 'https://0x7f000001/'],
    ['loopback in octal', 'https://0177.0.0.1/'],
    ['loopback, shortened', 'https://127.1/'],
    ['loopback with a dot at the end', 'https://127.0.0.1./'],
    ['loopback in full-width digits', 'https://１２７.0.0.1/'],
    ['loopback of IPv6', 'https://[::1]/'],
    ['mapped loopback', 'https://[::ffff:127.0.0.1]/'],
    ['mapped loopback in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
  ])('refuses %s: %s', (_name, address) =>
    expect(() => checkAddress(address, rules)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' })),
  );

  it('takes http where the operator allows it', () =>
    expect(checkAddress('http://systems.example.org/', { ...rules, allowsHttp: true }).protocol).toBe('http:'));

  it('holds for the very address that is connected to', async () => {
    const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const get = (allowed: string[]) =>
      new Promise((resolve, reject) => {
        const lookup = guardedLookup(allowed.map((one) => ipaddr.parseCIDR(one)));
        request({ host: 'localhost', port, lookup }, resolve).on('error', reject).end();
      });
    await expect(get([])).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    // One address of the name is not enough.
    await expect(get(['127.0.0.0/8', '::1/128'])).resolves.toMatchObject({ statusCode: 200 });
    server.close();
    server.closeAllConnections();
  });
});
