import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A range of addresses. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

const parts = (list: string): string[] => list.split(',').map((one) => one.trim());

/** A setting: networks such as `10.1.0.0/16`, separated by commas; none by default. */
export const networksSetting = z
  .string()
  .refine(
    (list) => parts(list).every((one) => ipaddr.isValidCIDR(one)),
    'must be networks such as 10.1.0.0/16, separated by commas',
  )
  .optional();

/** The networks that a value of `networksSetting` names. */
export const networksIn = (list: string | undefined): Network[] =>
  list === undefined ? [] : parts(list).map((one) => ipaddr.parseCIDR(one));
