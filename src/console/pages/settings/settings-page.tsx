import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { setupQuery } from '../../api/queries.ts';
import type { SetValue } from '../../api/setup.ts';
import { MainAccountPage, SetupNote } from '../../app/main-account-page.tsx';
import { Card, Table } from '../../app/page.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { t } from '../../app/texts.ts';
import classes from './settings-page.module.css';

/** What the server is set to, beside what Studio has; each with the variable that sets it. */
export function SettingsPage() {
  const query = useQuery(setupQuery);
  return (
    <MainAccountPage title={t.settings.title} query={query}>
      {({ values, file }) => (
        <>
          <SetupNote file={file} docs="/docs/operations" />
          <Values values={values} />
        </>
      )}
    </MainAccountPage>
  );
}

function Values({ values }: { readonly values: readonly SetValue[] }) {
  const [search, setSearch] = useState('');
  const [isChangedOnly, setChangedOnly] = useState(false);
  const letters = search.trim().toLowerCase();
  const shown = values.filter(
    ({ name, value, usual }) => name.toLowerCase().includes(letters) && !(isChangedOnly && value === usual),
  );
  return (
    <>
      <div className={classes.tools}>
        <SearchField label={t.settings.search} value={search} onChange={setSearch} />
        <Switch
          label={t.settings.changedOnly}
          checked={isChangedOnly}
          onChange={({ currentTarget }) => setChangedOnly(currentTarget.checked)}
        />
      </div>
      <Card isFlush>
        <Table label={t.settings.title}>
          <thead>
            <tr>
              <th scope="col">{t.settings.name}</th>
              <th scope="col">{t.settings.value}</th>
              <th scope="col">{t.settings.usual}</th>
              <th scope="col">{t.settings.variable}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, value, usual, variable }) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                <td className={value === usual ? 'tabular' : `tabular ${classes.changed}`}>
                  {value || <span className="muted">{t.settings.nothing}</span>}
                </td>
                <td className="tabular muted">{usual || t.settings.nothing}</td>
                <td className={`mono muted ${classes.variable}`}>{variable}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Card>
      {shown.length === 0 && <p className="muted">{t.settings.noMatch}</p>}
    </>
  );
}
