export { createNotificationPlugin, notificationPlugin } from './plugin.ts';
export { verifyWebhook, type WebhookVerdict } from './signature.ts';
