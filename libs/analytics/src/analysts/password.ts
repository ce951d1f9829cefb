import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const iterations = 4_096;

/** A password, and what PostgreSQL keeps of it (RFC 5803): the password itself reaches no statement, and no log of them. */
export function drawPassword(): { readonly password: string; readonly verifier: string } {
  const password = randomBytes(24).toString('base64url');
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return {
    password,
    verifier: `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`,
  };
}
