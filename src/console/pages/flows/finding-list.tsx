import type { Finding } from '../../api/flows.ts';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './import-dialog.module.css';

interface Props {
  readonly kind: 'error' | 'warning';
  readonly findings: readonly Finding[];
  readonly title: (count: number) => string;
}

const atMost = 50;

/** What is wrong with a definition, in its order; nothing when nothing is. */
export function FindingList({ kind, findings, title }: Props) {
  if (findings.length === 0) return null;
  return (
    <section className={classes.findings} data-kind={kind}>
      <h3>
        <Icon name="alert" />
        {title(findings.length)}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keys */}
      <ul tabIndex={0} aria-label={title(findings.length)}>
        {findings.slice(0, atMost).map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <span className="mono">{path}</span> {message}
          </li>
        ))}
        {findings.length > atMost && <li>{t.flows.import.more(findings.length - atMost)}</li>}
      </ul>
    </section>
  );
}
