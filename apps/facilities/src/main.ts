import { runProcess } from '@ecou/runtime';
import { facilitiesContext } from '@ecou/facilities';

await runProcess({ contexts: [facilitiesContext], env: process.env });
