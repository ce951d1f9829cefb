import ipaddr from 'ipaddr.js';

const names = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** True where a list such as `loopback, 10.1.0.0/16` can be understood. */
export const isProxyList = (list: string): boolean =>
  list.split(',').every((one) => {
    const part = one.trim();
    return names.has(part) || ipaddr.isValid(part) || ipaddr.isValidCIDR(part);
  });
