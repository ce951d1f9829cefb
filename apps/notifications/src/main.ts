import { runProcess } from '@ecou/runtime';
import { notificationsContext } from '@ecou/notifications';

await runProcess({ contexts: [notificationsContext], env: process.env });
