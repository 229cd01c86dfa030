import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../../api/queries.ts';
import type { SetCarrier } from '../../api/setup.ts';
import { MainAccountPage, SetupNote } from '../../app/main-account-page.tsx';
import { Card, Table } from '../../app/page.tsx';
import { t } from '../../app/texts.ts';
import classes from './carriers-page.module.css';

/** The ways to the telephone network, as the settings file has them. Credentials are never shown. */
export function CarriersPage() {
  const query = useQuery(setupQuery);
  return (
    <MainAccountPage title={t.carriers.title} query={query} count={({ carriers }) => carriers.length}>
      {({ carriers, file }) => (
        <>
          <SetupNote file={file} docs="/docs/carrier-twilio" />
          <Card isFlush>
            <Table label={t.carriers.title}>
              <thead>
                <tr>
                  <th scope="col">{t.carriers.name}</th>
                  <th scope="col">{t.carriers.type}</th>
                  <th scope="col">{t.carriers.given}</th>
                </tr>
              </thead>
              <tbody>
                {carriers.map((carrier) => (
                  <CarrierRow key={carrier.name} carrier={carrier} />
                ))}
              </tbody>
            </Table>
          </Card>
        </>
      )}
    </MainAccountPage>
  );
}

function CarrierRow({ carrier: { name, type, isDefault, given } }: { readonly carrier: SetCarrier }) {
  return (
    <tr>
      <td>
        {name} {isDefault && <span className="muted">{t.carriers.isDefault}</span>}
      </td>
      <td>{type}</td>
      <td className={classes.given}>
        {given.length === 0 && <span className="muted">{t.carriers.builtIn}</span>}
        <dl>
          {given.map((each) => (
            <div key={each.name}>
              <dt className="mono muted">{each.name}</dt>
              <dd>{each.value ?? <span className="muted">{t.carriers.secret}</span>}</dd>
            </div>
          ))}
        </dl>
      </td>
    </tr>
  );
}
