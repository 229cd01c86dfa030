import { useQuery } from '@tanstack/react-query';
import type { Session } from '../api/session.ts';
import { sessionQuery } from './query-client.ts';

/** Who is signed in; for what is inside the frame, which is not shown to anybody else. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  return data ?? signedOut;
}

/** For the moment between signing out and leaving. */
const signedOut: Session = { account: { sid: '', name: '', isMain: true }, accounts: [], isAutomatic: false };
