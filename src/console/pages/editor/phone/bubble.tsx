/** One message. What people wrote is text, and media of elsewhere is a card that leads there. */
import { Button } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import type { Message, Press } from '../../../phone/view.ts';
import { clockTime } from '../../../texts/format.ts';
import classes from './phone.module.css';

interface Props {
  readonly message: Message;
  /** The widget that sent it. */
  readonly widget: string | undefined;
  /** It came after the moment that is looked at. */
  readonly isLater: boolean;
  readonly canPress: boolean;
  readonly onPress: (press: Press, isRow: boolean) => void;
  readonly onShow: (widget: string) => void;
}

export function Bubble({ message, widget, isLater, canPress, onPress, onShow }: Props) {
  const { isFromContact, body, media, buttons, list, createdMs, status, errorCode } = message;
  return (
    <div
      className={classes.message}
      data-from={isFromContact ? 'contact' : 'flow'}
      data-later={isLater || undefined}
      data-message
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button below does the same */}
      <div className={classes.bubble} onClick={() => widget !== undefined && onShow(widget)}>
        {body}
        {media.map(({ url, contentType }) => (
          <MediaCard key={url} url={url} contentType={contentType} />
        ))}
      </div>
      {[...buttons.map((press) => ({ press, isRow: false })), ...rowsOf(list)].map(({ press, isRow }) => (
        <Button
          key={press.id}
          size="compact-sm"
          variant="default"
          disabled={!canPress || press.leads !== undefined}
          title={press.leads ?? press.description}
          onClick={() => onPress(press, isRow)}
        >
          {press.title}
        </Button>
      ))}
      <span className={classes.meta}>
        {widget !== undefined && (
          <button
            type="button"
            className={classes.widget}
            aria-label={t.phone.chat.show(widget)}
            onClick={() => onShow(widget)}
          >
            {widget}
          </button>
        )}
        {clockTime(createdMs)}
        {!isFromContact && ` · ${stateOf(status, errorCode)}`}
        {isLater && ` · ${t.phone.chat.later}`}
      </span>
    </div>
  );
}

function rowsOf(list: Message['list']) {
  return (list?.rows ?? []).map((press) => ({ press, isRow: true }));
}

function stateOf(status: string, errorCode: number | undefined): string {
  const state = t.phone.chat.states[status] ?? status;
  return errorCode === undefined ? state : t.phone.chat.failedWith(state, errorCode);
}

/** Nothing of elsewhere is loaded; only what can be followed leads anywhere. */
function MediaCard({ url, contentType }: { readonly url: string; readonly contentType: string }) {
  const { host, file, isWeb } = partsOf(url, contentType);
  const text = t.phone.chat.mediaFile(host, file);
  if (!isWeb) return <span className={classes.media}>{text}</span>;
  return (
    <a className={classes.media} href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

function partsOf(url: string, contentType: string) {
  if (!URL.canParse(url)) return { host: contentType, file: url, isWeb: false };
  const { protocol, host, pathname } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return { host: host || contentType, file: isWeb ? pathname.split('/').at(-1) || pathname : contentType, isWeb };
}
