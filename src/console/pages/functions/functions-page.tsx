import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../../api/queries.ts';
import type { Setup } from '../../api/setup.ts';
import { MainAccountPage, SetupNote } from '../../app/main-account-page.tsx';
import { Card, Table } from '../../app/page.tsx';
import { Empty } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import classes from './functions-page.module.css';

/** Where Run Function finds its functions. */
export function FunctionsPage() {
  const query = useQuery(setupQuery);
  return (
    <MainAccountPage title={t.functions.title} query={query} count={({ functions }) => functions.paths.length}>
      {({ functions, file }) => (
        <div className={classes.parts}>
          <SetupNote file={file} docs="/docs/functions" />
          {functions.paths.length === 0 && functions.mappings.length === 0 ? (
            <Card>
              <Empty icon="braces" text={t.functions.empty} help={t.functions.emptyHelp} />
            </Card>
          ) : (
            <Found functions={functions} />
          )}
        </div>
      )}
    </MainAccountPage>
  );
}

function Found({ functions: { folder, paths, mappings } }: { readonly functions: Setup['functions'] }) {
  return (
    <>
      {folder !== undefined && (
        <section>
          <h2>{t.functions.files}</h2>
          <p className="muted">{t.functions.inFolder(folder)}</p>
          <Card isFlush>
            <Table label={t.functions.files}>
              <thead>
                <tr>
                  <th scope="col">{t.functions.path}</th>
                </tr>
              </thead>
              <tbody>
                {paths.map((path) => (
                  <tr key={path}>
                    <td className={`mono ${classes.path}`}>{path}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Card>
        </section>
      )}
      {mappings.length > 0 && (
        <section>
          <h2>{t.functions.mappings}</h2>
          <Card isFlush>
            <Table label={t.functions.mappings}>
              <thead>
                <tr>
                  <th scope="col">{t.functions.from}</th>
                  <th scope="col" className={classes.path}>
                    {t.functions.to}
                  </th>
                </tr>
              </thead>
              <tbody>
                {mappings.map(({ from, to }) => (
                  <tr key={from}>
                    <td className="mono">{from}</td>
                    <td className={`mono ${classes.path}`}>{to}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </Card>
        </section>
      )}
    </>
  );
}
