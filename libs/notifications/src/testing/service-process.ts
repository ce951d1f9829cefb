import { startProcess } from '@ecou/runtime';
import { notificationsContext } from '../context.js';

/** The service in a process of its own, that a spec can kill; configured by its environment. */
const { url } = await startProcess({ contexts: [notificationsContext], env: process.env });
process.on('disconnect', () => process.exit());
process.send?.({ url });
