import type { FastifyRequest } from 'fastify';
import type { Granted } from '../../carriers/network.ts';
import type { AccountRecord, Storage } from '../../storage/storage.ts';
import { accountOf, callerOf } from '../auth.ts';
import { ApiError, apiError, notFound } from '../errors.ts';
import { sidParam } from '../owned.ts';

/** Path in front of everything of one account in the carrier API. */
export const accountPath = '/2010-04-01/Accounts/:accountSid';

/** The account in the path: the caller's own or one of its subaccounts; 404 for every other. */
export async function accountInPath(request: FastifyRequest, storage: Storage): Promise<AccountRecord> {
  const sid = sidParam(request, 'accountSid', 'AC');
  const own = accountOf(request);
  const account = sid === own.sid ? own : await storage.findAccount(sid);
  if (account === undefined || (account.sid !== own.sid && account.parentSid !== own.sid)) throw notFound(request);
  return account;
}

/**
 * For accounts and keys, which an API key must not reach: it would read the auth token and make keys of its own (known).
 * The error is our choice.
 */
export async function refuseApiKeys(request: FastifyRequest): Promise<void> {
  if (callerOf(request).apiKey !== undefined) {
    throw apiError(20403, { message: 'Accounts and keys are managed with the auth token, not with an API key' });
  }
}

/** What was granted; a refusal becomes the error that it says. */
export function granted<T>(outcome: Granted<T>): T {
  if (outcome.ok) return outcome.value;
  const { status, code, message } = outcome.refusal;
  throw new ApiError(status, code, message);
}
