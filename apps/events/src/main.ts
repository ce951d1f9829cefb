import { runProcess } from '@ecou/runtime';
import { eventsContext } from '@ecou/events';

await runProcess({ contexts: [eventsContext], env: process.env });
