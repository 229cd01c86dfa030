/** Signing in and out, and which account is worked in. */
import { askJson, Refused, sessionPath, setAccount, setCsrf } from './client.ts';
import { type Resource, resource } from './record.ts';

export interface SessionAccount {
  readonly sid: string;
  readonly name: string;
  /** False: a subaccount. */
  readonly isMain: boolean;
}

export interface Session {
  /** The account that is worked in: the one signed in to, or one of its subaccounts. */
  readonly account: SessionAccount;
  /** All that one may work in. */
  readonly accounts: readonly SessionAccount[];
  /** Signed in without being asked, on the computer that the server runs on. */
  readonly isAutomatic: boolean;
}

/** Of this tab: two tabs may work in two accounts. */
const chosenKey = 'atelier.account';

/** Null when nobody is signed in. */
export async function findSession(): Promise<Session | null> {
  try {
    return present(await askJson(sessionPath));
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}

/** `Refused` with 401 when the two do not belong together, 429 after too many tries. */
export async function signIn(sid: string, secret: string): Promise<Session> {
  return present(await askJson(sessionPath, { form: { sid, secret } }));
}

export async function signOut(): Promise<void> {
  await askJson(sessionPath, { method: 'DELETE' });
  setCsrf('');
  setAccount(undefined);
  sessionStorage.removeItem(chosenKey);
}

/** The same session in another of its accounts. Whatever was read before is of the one before. */
export function switchAccount(session: Session, account: SessionAccount): Session {
  sessionStorage.setItem(chosenKey, account.sid);
  setAccount(account.sid);
  return { ...session, account };
}

function present(answer: unknown): Session {
  const session = resource(answer, 'session');
  setCsrf(session.text('csrf'));
  const ownSid = session.text('account_sid');
  const accounts = session.list('accounts', 'account').map(presentAccount);
  const chosenSid = sessionStorage.getItem(chosenKey);
  const own = accounts.find(({ sid }) => sid === ownSid) ?? { sid: ownSid, name: ownSid, isMain: true };
  const account = accounts.find(({ sid }) => sid === chosenSid) ?? own;
  setAccount(account.sid);
  return { account, accounts, isAutomatic: session.value('automatic') === true };
}

function presentAccount(account: Resource): SessionAccount {
  const sid = account.text('sid');
  return { sid, name: account.maybe('friendly_name') ?? sid, isMain: account.maybe('parent_sid') === undefined };
}
