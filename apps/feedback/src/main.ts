import { runProcess } from '@ecou/runtime';
import { feedbackContext } from '@ecou/feedback';

await runProcess({ contexts: [feedbackContext], env: process.env });
