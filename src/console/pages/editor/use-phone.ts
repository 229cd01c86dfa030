/** Whether the phone is shown, and how one talks on it: the address remembers. */
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import type { PhonePlace } from './dock.tsx';
import type { Phone } from './phone/phone.ts';
import type { PhoneMode } from './phone/phone-panel.tsx';

const route = getRouteApi('/frame/flows/$flowSid');

export function usePhone(): PhonePlace {
  const { phone: mode } = route.useSearch();
  const navigate = route.useNavigate();
  const kept = useRef<Phone>(undefined);
  useEffect(() => () => kept.current?.close(), []);
  const show = useCallback(
    (next: PhoneMode | undefined) =>
      void navigate({
        search: ({ phone: _, ...rest }) => (next === undefined ? rest : { ...rest, phone: next }),
        replace: true,
      }),
    [navigate],
  );
  return { mode, show, kept };
}
