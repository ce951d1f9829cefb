import { testDatabase } from '@ecou/event-sourcing/testing';
import { busSuite } from '../testing/bus-suite.js';

busSuite('PostgreSQL', async () => {
  const database = await testDatabase();
  const { url, pool } = database;
  return {
    url,
    brokers: [],
    // As a restart of the server does: every session ends, whatever it was about.
    crash: async () => {
      for (let round = 0; round < 3; round += 1) {
        await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    end: () => database.drop(),
  };
});
