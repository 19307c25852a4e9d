/** What a member may do beside acting in cases, and what an API key may do for it. */
export const GRANTS = ['operator', 'administrator', 'author', 'supervisor'] as const;
export type Grant = (typeof GRANTS)[number];

export const SCOPES = ['read', 'act', 'publish', 'administer', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];
