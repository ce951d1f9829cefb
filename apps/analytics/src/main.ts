import { runProcess } from '@ecou/runtime';
import { analyticsContext } from '@ecou/analytics';

await runProcess({ contexts: [analyticsContext], env: process.env });
