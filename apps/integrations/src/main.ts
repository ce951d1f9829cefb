import { runProcess } from '@ecou/runtime';
import { integrationsContext } from '@ecou/integrations';

await runProcess({ contexts: [integrationsContext], env: process.env });
