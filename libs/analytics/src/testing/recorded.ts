import { exampleOf, jsonSchemaOf, type Contract } from '@ecou/contracts';
import type { Received } from '@ecou/messaging';
import type { TestProcess } from '@ecou/runtime/testing';
import { transaction } from '@ecou/event-sourcing';
import { until } from '@ecou/event-sourcing/testing';
import { record } from '../star/record.js';

/** A message of the record: a contract, the id of its aggregate, what differs from the example of the contract, and when it was recorded. */
export type Recorded = readonly [contract: Contract, key: string, data: object, time: string];

/** Puts messages behind those of the record, as recorded at times of the past, and waits until they are in the star. */
export async function recordAll(test: TestProcess, messages: readonly Recorded[]): Promise<void> {
  const received = messages.map(([contract, key, data, time]) => ({
    ...{ type: contract.type, key, time },
    data: { ...(exampleOf(jsonSchemaOf(contract)) as object), ...data },
  }));
  await transaction(test.context('analytics').pool, (client) =>
    record.take(received as unknown as readonly Received[], client),
  );
  await starIsUp(test);
}

/** Waits until everything that was recorded is in the live star. */
export async function starIsUp(test: TestProcess): Promise<void> {
  const { pool } = test.context('analytics');
  await until(async () => {
    const { rowCount } = await pool.query(
      `SELECT FROM analytics.stars, analytics.record WHERE state = 'live' AND position = last`,
    );
    return rowCount === 1;
  }, 'the star to hold what was recorded');
}
