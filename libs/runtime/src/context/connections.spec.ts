import { expect, it } from '@jest/globals';
import { connectionsOf } from './connections.js';

it.each([
  [10, { store: 3, views: 2, reads: 4 }],
  [11, { store: 4, views: 2, reads: 4 }],
  [20, { store: 7, views: 4, reads: 8 }],
])('of %d connections, each part has its share, and one is left', (total, shares) => {
  expect(connectionsOf(total)).toEqual(shares);
});
