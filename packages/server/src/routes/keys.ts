import type { FastifyInstance } from 'fastify';
import { directoryErrors, type Identity, type Scope } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { createRepeats } from '../repeats.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function keyRoutes(app: FastifyInstance, { runtime: { directory }, options }: Context) {
  const repeats = createRepeats(options.now);

  route(app, 'listKeys', async ({ identity }) => ({
    items: wire(await directory.apiKeys(identity.actor.memberId)),
  }));

  route(app, 'createKey', ({ body, identity, commandId }) => {
    refuseKeys(identity);
    refuseMoreThanOwn(body.scopes, identity);
    const { name, scopes, expiresAt } = body;
    return repeats.once(commandId, JSON.stringify(body), () =>
      directory.createApiKey({
        memberId: identity.actor.memberId,
        name,
        scopes,
        ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
      }),
    );
  });

  route(app, 'revokeKey', async ({ params: { keyId }, identity }) => {
    refuseKeys(identity);
    const own = await directory.apiKeys(identity.actor.memberId);
    if (!own.some((key) => key.keyId === keyId)) throw directoryErrors.error('GZ_KEY_UNKNOWN', { keyId });
    await directory.revokeApiKey(keyId);
  });
}

/** Else a stolen key would outlive its own revocation. */
function refuseKeys({ via }: Identity) {
  if (via.startsWith('key:')) throw serverErrors.error('GZ_KEY_MAKES_NO_KEYS');
}

function refuseMoreThanOwn(scopes: readonly Scope[], identity: Identity) {
  for (const scope of scopes)
    if (!identity.scopes.includes(scope)) throw serverErrors.error('GZ_SCOPE_EXCEEDED', { scope });
}
