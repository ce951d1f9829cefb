export type { Contracts } from './contracts.js';
export { Ecou, type Checkpoint, type Messages, type MessagesOptions, type PageOptions } from './ecou.js';
export { EcouError, LogTrimmed, MissedMessages, WebhookRefused } from './errors.js';
export { attributes, type ContractType, type Envelope, type Message, type Page } from './message.js';
export type { EcouOptions } from './requests.js';
export { verifyWebhook, type MessageElsewhere, type Received, type WebhookHeaders } from './webhook.js';
