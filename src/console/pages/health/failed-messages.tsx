import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type FailedMessage, resendMessage } from '../../api/health.ts';
import { healthQuery } from '../../api/queries.ts';
import { announce } from '../../app/announce.tsx';
import { Sid } from '../../app/copy.tsx';
import { tellFailure } from '../../app/failure.ts';
import { Card, MenuHead, Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import classes from './failed-messages.module.css';

/** What could not be sent in the end, each to be sent again. */
export function FailedMessages({ messages }: { readonly messages: readonly FailedMessage[] }) {
  const open = messages.filter(({ isResent }) => !isResent);
  const resend = useResend();
  return (
    <section aria-label={t.health.failed}>
      <div className={classes.head}>
        <h2>{t.health.failed}</h2>
        {open.length > 1 && (
          <Button variant="default" loading={resend.isBusy} onClick={() => void resend.all(open)}>
            {t.health.sendAllAgain}
          </Button>
        )}
      </div>
      {open.length === 0 ? (
        <Card>
          <p className="muted">{t.health.failedNone}</p>
        </Card>
      ) : (
        <>
          <p className={`muted ${classes.help}`}>{t.health.failedLatest}</p>
          <Card isFlush>
            <Table label={t.health.failed}>
              <thead>
                <tr>
                  <th scope="col">{t.health.why}</th>
                  <th scope="col">{t.health.when}</th>
                  <th scope="col">{t.health.execution}</th>
                  <MenuHead />
                </tr>
              </thead>
              <tbody>
                {open.map((message) => (
                  <tr key={message.key}>
                    <td className={classes.reason}>
                      {message.error ?? message.status}
                      {message.code !== 0 && <span className="mono muted"> {message.code}</span>}
                    </td>
                    <td>
                      <Time timeMs={message.createdMs} />
                    </td>
                    <td>
                      {message.executionSid === undefined ? (
                        <span className="muted">{t.health.ofNoRun}</span>
                      ) : (
                        <Sid sid={message.executionSid} />
                      )}
                    </td>
                    <td>
                      <Button
                        variant="default"
                        size="compact-sm"
                        aria-label={t.health.sendAgainNamed(message.key)}
                        disabled={resend.isBusy}
                        onClick={() => void resend.all([message])}
                      >
                        {t.health.sendAgain}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Card>
        </>
      )}
    </section>
  );
}

function useResend() {
  const [isBusy, setBusy] = useState(false);
  const queryClient = useQueryClient();
  const all = async (messages: readonly FailedMessage[]) => {
    setBusy(true);
    const ends = await Promise.allSettled(messages.map(({ key }) => resendMessage(key)));
    const failures = ends.filter((end) => end.status === 'rejected');
    const sent = ends.length - failures.length;
    if (sent === 0) tellFailure(failures[0]?.reason);
    else announce(failures.length === 0 ? t.health.sentAgain(sent) : t.health.sentSome(sent, failures.length));
    await queryClient.invalidateQueries({ queryKey: healthQuery.queryKey });
    setBusy(false);
  };
  return { isBusy, all };
}
