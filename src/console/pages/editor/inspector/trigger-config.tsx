/** How executions of the flow begin: its address, the numbers that point there, a start by REST. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { flowQuery, numbersQuery } from '../../../api/queries.ts';
import { CopyButton } from '../../../app/copy.tsx';
import { useSession } from '../../../app/session.ts';
import { t } from '../../../app/texts.ts';
import classes from './inspector.module.css';
import { useWidgetScope } from './widget-scope.ts';

export function TriggerConfig() {
  const { editor } = useWidgetScope();
  const { sid: accountSid } = useSession().account;
  const { data: flow } = useQuery(flowQuery(editor.flowSid));
  const { data: numbers } = useQuery(numbersQuery(accountSid));
  const url = flow?.webhookUrl ?? '';
  const pointing = numbers?.filter(({ smsUrl, voiceUrl }) => url !== '' && (smsUrl === url || voiceUrl === url));
  const start = `${location.origin}/v2/Flows/${editor.flowSid}/Executions`;
  const [from = '+15550001000'] = (pointing ?? []).map(({ number }) => number);
  const curl = `curl -X POST ${start} \\
  -u "${accountSid}:$AUTH_TOKEN" \\
  --data-urlencode "To=+15550001001" \\
  --data-urlencode "From=${from}"`;
  return (
    <>
      <h3 className={classes.title}>{t.inspector.trigger.webhook}</h3>
      <Copyable text={url} what={t.inspector.trigger.webhook} />
      <p className={`muted ${classes.small}`}>{t.inspector.trigger.webhookHelp}</p>
      <h3 className={classes.title}>{t.inspector.trigger.numbers}</h3>
      {pointing?.length === 0 && <p className="muted">{t.inspector.trigger.noNumbers}</p>}
      <ul className={classes.plain}>
        {pointing?.map(({ sid, number }) => (
          <li key={sid}>
            <Link to="/numbers" search={{ q: number }}>
              {number}
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/numbers" className={classes.textButton}>
        {t.inspector.trigger.pointNumber}
      </Link>
      <h3 className={classes.title}>{t.inspector.trigger.curl}</h3>
      <Copyable text={curl} what={t.inspector.trigger.curl} />
      <p className={`muted ${classes.small}`}>{t.inspector.trigger.curlHelp}</p>
    </>
  );
}

function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className={classes.copyable}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when it is long */}
      {/* biome-ignore lint/a11y/useSemanticElements: nothing of it can be filled in */}
      <pre className={`mono ${classes.code}`} tabIndex={0} role="group" aria-label={what}>
        {text}
      </pre>
      <CopyButton value={text} what={what} />
    </div>
  );
}
