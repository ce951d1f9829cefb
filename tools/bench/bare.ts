import fastify from 'fastify';
import pg from 'pg';

/** The server that HTTP commands are compared to: a bare Fastify route with one INSERT, and one that locks a row of seats for each registration. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 8 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data jsonb NOT NULL)',
);
await pool.query('CREATE TABLE IF NOT EXISTS bare_seats (event uuid PRIMARY KEY, taken int NOT NULL)');
await pool.query(
  'CREATE TABLE IF NOT EXISTS bare_registrations (event uuid NOT NULL, person int NOT NULL, seat boolean)',
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
app.post<{ Body: { event: string; seats: number; person: number } }>('/registrations', async (request, reply) => {
  const { event, seats, person } = request.body;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO bare_seats VALUES ($1, 0) ON CONFLICT DO NOTHING', [event]);
    const { rows } = await client.query<{ taken: number }>('SELECT taken FROM bare_seats WHERE event = $1 FOR UPDATE', [
      event,
    ]);
    const seat = (rows[0]?.taken ?? 0) < seats;
    if (seat) await client.query('UPDATE bare_seats SET taken = taken + 1 WHERE event = $1', [event]);
    await client.query('INSERT INTO bare_registrations VALUES ($1, $2, $3)', [event, person, seat]);
    await client.query('COMMIT');
    return await reply.code(201).send({ seat });
  } finally {
    client.release();
  }
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
