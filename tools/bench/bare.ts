import fastify from 'fastify';
import pg from 'pg';

/** What an HTTP command is compared to: a bare Fastify route with one INSERT. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data jsonb NOT NULL)',
);

const app = fastify();
app.get('/ready', () => ({ ready: true }));
app.post('/facilities', async (request, reply) => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'insert',
    text: 'INSERT INTO bare (data) VALUES ($1) RETURNING id',
    values: [request.body],
  });
  return reply.code(201).send({ id: rows[0]?.id, version: 1 });
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
