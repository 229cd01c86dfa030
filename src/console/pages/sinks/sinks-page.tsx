import { useQuery } from '@tanstack/react-query';
import { sinksQuery } from '../../api/queries.ts';
import { MainAccountPage } from '../../app/main-account-page.tsx';
import { Card, Table } from '../../app/page.tsx';
import { Empty } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import classes from './sinks-page.module.css';

/** Who is told of what happens to executions, and how far behind they are. */
export function SinksPage() {
  const query = useQuery(sinksQuery);
  return (
    <MainAccountPage title={t.sinks.title} query={query} count={(sinks) => sinks.length}>
      {(sinks) =>
        sinks.length === 0 ? (
          <Card>
            <Empty icon="stream" text={t.sinks.empty} help={t.sinks.emptyHelp}>
              <a href="/docs/event-streams">{t.setup.docs}</a>
            </Empty>
          </Card>
        ) : (
          <Card isFlush>
            <Table label={t.sinks.title}>
              <thead>
                <tr>
                  <th scope="col">{t.sinks.name}</th>
                  <th scope="col">{t.sinks.type}</th>
                  <th scope="col">{t.sinks.behind}</th>
                  <th scope="col">{t.sinks.delivered}</th>
                  <th scope="col">{t.sinks.failure}</th>
                </tr>
              </thead>
              <tbody>
                {sinks.map(({ name, type, behind, deliveredMs, failedAttempts, error, nextAttemptMs }) => (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>{type}</td>
                    <td>{t.health.behind(behind)}</td>
                    <td>{deliveredMs === undefined ? t.sinks.never : <Time timeMs={deliveredMs} />}</td>
                    <td className={classes.failure}>
                      {error === undefined ? (
                        <span className="muted">{t.sinks.fine}</span>
                      ) : (
                        <>
                          <span className={classes.error}>{error}</span>{' '}
                          <span className="muted">{t.sinks.attempts(failedAttempts)}</span>{' '}
                          {nextAttemptMs !== undefined && (
                            <span className="muted">
                              {t.sinks.next} <Time timeMs={nextAttemptMs} />
                            </span>
                          )}
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Card>
        )
      }
    </MainAccountPage>
  );
}
