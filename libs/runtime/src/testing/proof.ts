import { solveChallenge } from 'altcha-lib/v1';
import type { Challenge } from '../limits/proofs.js';

/** The value of `Ecou-Proof` that solves a challenge, as a client makes it. */
export async function proofOf(challenge: Challenge): Promise<string> {
  const { algorithm, challenge: hash, salt, signature, maxnumber } = challenge;
  const solution = await solveChallenge(hash, salt, algorithm, maxnumber).promise;
  if (!solution) throw new Error('The challenge has no solution.');
  const proof = { algorithm, challenge: hash, number: solution.number, salt, signature };
  return Buffer.from(JSON.stringify(proof)).toString('base64');
}
