import { runProcess } from '@ecou/runtime';
import { identityContext } from '@ecou/identity';

await runProcess({ contexts: [identityContext], env: process.env });
