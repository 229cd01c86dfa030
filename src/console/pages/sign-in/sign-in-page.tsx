import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../../app/query-client.ts';
import { safeNext } from '../../app/search-params.ts';
import { SignInForm } from '../../app/sign-in-form.tsx';
import { t } from '../../app/texts.ts';
import { Mark } from '../../theme/icons.tsx';
import classes from './sign-in-page.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  useEffect(() => {
    document.title = t.frame.signIn.title;
  }, []);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1>{t.frame.signIn.title}</h1>
        <SignInForm
          lead={t.frame.signIn.lead}
          onSignedIn={(session) => {
            queryClient.setQueryData(sessionQuery.queryKey, session);
            void navigate({ to: safeNext(next) ?? '/flows', replace: true });
          }}
        />
      </div>
    </main>
  );
}
