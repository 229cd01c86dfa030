import type { FastifyRequest } from 'fastify';
import type { Granted } from '../../carriers/network.ts';
import type { AccountRecord, Storage } from '../../storage/storage.ts';
import { accountOf } from '../auth.ts';
import { ApiError, notFound } from '../errors.ts';
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

/** What was granted; a refusal becomes the error that it says. */
export function granted<T>(outcome: Granted<T>): T {
  if (outcome.ok) return outcome.value;
  const { status, code, message } = outcome.refusal;
  throw new ApiError(status, code, message);
}
