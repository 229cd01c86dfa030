/** A call between the contact and the flow: what is heard in words, and keys, speech and buttons to answer with. */
import { ActionIcon, Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../../app/texts.ts';
import { type Caption, captionsOf, handsetOf, isLive, isRinging } from '../../../phone/captions.ts';
import type { HandsetAct, Leg } from '../../../phone/view.ts';
import { Icon } from '../../../theme/icons.tsx';
import classes from './phone.module.css';
import { type Conversation, endsOf, type Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

export function Call({ phone, conversation }: Props) {
  const [chosen, setChosen] = useState<string>();
  const legs = currentLegs(conversation.view?.legs ?? []);
  const contact = endsOf(conversation).contact;
  const ringing = legs.find(isRinging);
  const own = legs.find((leg) => handsetOf(leg) === contact) ?? legs[0];
  const leg = ringing ?? legs.find(({ sid }) => sid === chosen) ?? own;
  const { isBusy } = conversation;
  const act = (call: string, done: HandsetAct) => void phone.do({ do: 'handset', call, act: done });
  return (
    <div className={classes.call}>
      {legs.length > 1 && (
        <div role="tablist" aria-label={t.phone.call.handsets} className={classes.tabList}>
          {legs.map((each) => (
            <button
              key={each.sid}
              type="button"
              role="tab"
              aria-selected={each.sid === leg?.sid}
              className={classes.tab}
              onClick={() => setChosen(each.sid)}
            >
              <span className="ellipsis">{handsetOf(each)}</span>
            </button>
          ))}
        </div>
      )}
      <Captions leg={leg} />
      {leg && isRinging(leg) && <Ringing leg={leg} isBusy={isBusy} act={(done) => act(leg.sid, done)} />}
      {leg && isLive(leg) && !isRinging(leg) && (
        <InCall phone={phone} leg={leg} isBusy={isBusy} act={(done) => act(leg.sid, done)} />
      )}
      {!legs.some(isLive) && (
        <Button
          leftSection={<Icon name="phone" />}
          disabled={isBusy}
          onClick={() => void phone.do({ do: 'call' })}
          autoFocus
        >
          {t.phone.call.place(conversation.number)}
        </Button>
      )}
    </div>
  );
}

/** The latest call with those that it dialled; first the contact's. */
function currentLegs(legs: readonly Leg[]): readonly Leg[] {
  const main = legs.find(({ parentSid }) => parentSid === undefined);
  if (main === undefined) return [];
  return [main, ...legs.filter((leg) => leg.parentSid === main.sid && (isLive(leg) || isLive(main))).toReversed()];
}

function Captions({ leg }: { readonly leg: Leg | undefined }) {
  const captions = leg ? captionsOf(leg) : [];
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (captions.length > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [captions.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
    <div role="log" aria-label={t.phone.call.log} className={classes.log} tabIndex={0}>
      {captions.map(({ key, by, text, small }) => (
        <p key={key} className={classes.caption} data-by={by}>
          {text}
          {small !== undefined && <small>{` ${small}`}</small>}
        </p>
      ))}
      <SpeakAloud captions={captions} />
      <div ref={end} />
    </div>
  );
}

/** The browser's voice, where it has one. */
function SpeakAloud({ captions }: { readonly captions: readonly Caption[] }) {
  const [isOn, setOn] = useState(false);
  const spoken = useRef(0);
  const said = captions.filter(({ by }) => by === 'flow');
  useEffect(() => {
    if (isOn) {
      for (const { text } of said.slice(spoken.current)) speechSynthesis.speak(new SpeechSynthesisUtterance(text));
    }
    spoken.current = said.length;
  }, [isOn, said]);
  if (said.length === 0 || !('speechSynthesis' in window)) return null;
  return (
    <Checkbox
      size="xs"
      mt={8}
      label={t.phone.call.aloud}
      checked={isOn}
      onChange={({ currentTarget }) => setOn(currentTarget.checked)}
    />
  );
}

interface LegProps {
  readonly leg: Leg;
  readonly isBusy: boolean;
  readonly act: (act: HandsetAct) => void;
}

const machines = ['machine_start', 'machine_end_beep', 'machine_end_silence', 'fax'] as const;

function Ringing({ leg, isBusy, act }: LegProps) {
  const answers: readonly { readonly name: string; readonly answer: string }[] = [
    { name: t.phone.call.busy, answer: 'busy' },
    { name: t.phone.call.noAnswer, answer: 'no-answer' },
    { name: t.phone.call.fail, answer: 'failed' },
  ];
  return (
    <div className={classes.ask}>
      <p>{t.phone.call.rings(leg.from, leg.to)}</p>
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          disabled={isBusy}
          autoFocus
          onClick={() => act({ Answer: 'true', AnsweredBy: 'human' })}
        >
          {t.phone.call.answer}
        </Button>
        {answers.map(({ name, answer }) => (
          <Button
            key={answer}
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            onClick={() => act({ Answer: answer })}
          >
            {name}
          </Button>
        ))}
        <Menu>
          <Menu.Target>
            <Button size="compact-sm" variant="default" disabled={isBusy} rightSection={<Icon name="chevronDown" />}>
              {t.phone.call.machine}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {machines.map((machine) => (
              <Menu.Item key={machine} onClick={() => act({ Answer: 'true', AnsweredBy: machine })}>
                {t.phone.call.machines[machine]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

function InCall({ phone, leg, isBusy, act }: LegProps & { readonly phone: Phone }) {
  const { verb } = leg;
  const doing = verb === undefined ? undefined : t.phone.call.doing[verb];
  const press = (digits: string) => {
    if (!isBusy) act({ Digits: digits });
  };
  return (
    <>
      <p className={classes.help}>
        {t.phone.call.inCall(handsetOf(leg))}
        {doing !== undefined && ` · ${doing}`}
      </p>
      <div className={classes.handset}>
        {/* biome-ignore lint/a11y/useSemanticElements: keys are no fieldset */}
        <div
          role="group"
          aria-label={t.phone.call.pad}
          className={classes.pad}
          onKeyDown={({ key, ctrlKey, metaKey, altKey }) => {
            if (/^[0-9*#]$/.test(key) && !ctrlKey && !metaKey && !altKey) press(key);
          }}
        >
          {keys.map((key) => (
            <button
              key={key}
              type="button"
              className={classes.key}
              aria-label={t.phone.call.key(key)}
              onClick={() => press(key)}
            >
              {key}
            </button>
          ))}
        </div>
        <div className={classes.doings}>
          <Speech isBusy={isBusy} act={act} />
          <div className={classes.buttons}>
            <Button size="compact-sm" color="error" disabled={isBusy} onClick={() => act({ Status: 'completed' })}>
              {t.phone.call.hangUp}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={isBusy}
              onClick={() => void phone.do({ do: 'silence', call: leg.sid })}
            >
              {t.phone.call.silent}
            </Button>
          </div>
          {verb === 'Record' && <Recording isBusy={isBusy} act={act} />}
          {verb === 'Pay' && (
            <div className={classes.buttons}>
              <Button
                size="compact-sm"
                variant="default"
                disabled={isBusy}
                onClick={() => act({ 'Outcome.Result': 'success' })}
              >
                {t.phone.call.pay}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={isBusy}
                onClick={() => act({ 'Outcome.Result': 'payment-connector-error' })}
              >
                {t.phone.call.decline}
              </Button>
            </div>
          )}
        </div>
      </div>
    </>
  );
}

type SpeakProps = Pick<LegProps, 'isBusy' | 'act'>;

function Speech({ isBusy, act }: SpeakProps) {
  const [text, setText] = useState('');
  const [confidence, setConfidence] = useState('0.9');
  return (
    <form
      className={classes.doings}
      onSubmit={(event) => {
        event.preventDefault();
        if (text === '' || isBusy) return;
        act({ Speech: text, Confidence: confidence });
        setText('');
      }}
    >
      <div className={classes.row}>
        <TextInput
          className={classes.grow}
          aria-label={t.phone.call.say}
          placeholder={t.phone.call.sayPlaceholder}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <ActionIcon type="submit" variant="filled" size={32} aria-label={t.phone.call.saySend} disabled={isBusy}>
          <Icon name="send" />
        </ActionIcon>
      </div>
      <label className={classes.row}>
        <span className={classes.help}>{t.phone.call.confidence}</span>
        <input
          type="range"
          className={classes.slider}
          min={0}
          max={1}
          step={0.05}
          value={confidence}
          onChange={({ currentTarget }) => setConfidence(currentTarget.value)}
        />
        <span className="tabular muted">{confidence}</span>
      </label>
    </form>
  );
}

/** A recording of so many seconds, with the words that are in it. */
function Recording({ isBusy, act }: SpeakProps) {
  const [seconds, setSeconds] = useState('5');
  const [words, setWords] = useState('');
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        act({ Recording: seconds, ...(words === '' ? {} : { Transcript: words }) });
      }}
    >
      <TextInput
        label={t.phone.call.seconds}
        value={seconds}
        onChange={({ currentTarget }) => setSeconds(currentTarget.value)}
      />
      <TextInput
        label={t.phone.call.words}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" disabled={isBusy || !/^\d{1,5}$/.test(seconds)}>
        {t.phone.call.leave}
      </Button>
    </form>
  );
}
