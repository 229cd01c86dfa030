/** A server that is told what the caller says, and answers with text to speak. Source: carrier page §A2, ConversationRelay; Twilio, WebSocket messages. */
import { attributeOf, type TwimlElement } from '../../../twiml/index.ts';
import { conversationRelay } from '../../../twiml/verbs/connect/conversation-relay.ts';
import { signUrl } from '../../signature.ts';
import type { CarrierSocket } from '../../socket.ts';
import { streamUrl } from './companions.ts';
import { parametersOf } from './dial-targets.ts';
import { isInterruption, type LegEvent } from './events.ts';
import { fieldOf, objectOf } from './media-stream.ts';
import type { CallRun } from './run.ts';
import { keys } from './sounds.ts';
import { speechSeconds } from './speech.ts';
import type { VerbEnd } from './verb-end.ts';

/** Messages that were not yet looked at: a server that sends more is cut off (our choice). */
const maxUnreadCharacters = 4 * 1024 * 1024;
/** About two hours of speech: a server that wants more to be said is cut off (our choice). */
const maxUnsaidCharacters = 100_000;

export async function relayCall(noun: TwimlElement, run: CallRun): Promise<VerbEnd> {
  const url = streamUrl(run, attributeOf(conversationRelay, noun, 'url'));
  if (url === undefined) return { params: [] };
  const session = new RelaySession(noun, run);
  await session.open(url);
  return session.run();
}

class RelaySession {
  readonly #sid: string;
  readonly #noun: TwimlElement;
  readonly #run: CallRun;
  readonly #startedMs: number;
  #socket: CarrierSocket | undefined;
  #language: string;
  /** Texts that are still to be said; `spoken` is being said. */
  readonly #texts: { readonly text: string; readonly isInterruptible: boolean }[] = [];
  #spoken: { readonly text: string; readonly isInterruptible: boolean; readonly sinceMs: number } | undefined;
  /** Tokens of a text that is not complete. */
  #tokens = '';
  /** Of `texts`. */
  #unsaidCharacters = 0;
  /** Messages as they came. */
  #unread: string[] = [];
  #unreadCharacters = 0;
  /** Why the server was cut off. */
  #fault: string | undefined;

  constructor(noun: TwimlElement, run: CallRun) {
    this.#sid = run.system.ids.sid('VX');
    this.#noun = noun;
    this.#run = run;
    this.#startedMs = run.leg.nowMs();
    this.#language = attributeOf(conversationRelay, noun, 'language');
  }

  async open(url: string): Promise<void> {
    const { leg, system } = this.#run;
    const token = await system.tokenOf(leg.call.accountSid);
    const headers: Record<string, string> = token === undefined ? {} : { 'x-twilio-signature': signUrl(token, url) };
    const sid = this.#sid;
    this.#socket = system.openSocket?.(url, headers, {
      onOpen: () => {
        this.#begin();
        leg.post({ kind: 'socket-news', sid });
      },
      onMessage: (text) => this.#receive(text),
      onClose: (error) => leg.post({ kind: 'socket-closed', sid, error }),
    });
  }

  async run(): Promise<VerbEnd> {
    const { leg } = this.#run;
    for (;;) {
      const event = await leg.next();
      if (isInterruption(event)) {
        this.#close();
        return { ...this.#end('completed'), interruption: event };
      }
      const end = this.#take(event);
      if (end) {
        this.#close();
        return end;
      }
    }
  }

  /** Keeps a message for `run`, which is told once of all that came since it last looked. */
  #receive(text: string): void {
    if (this.#fault !== undefined) return;
    this.#unread.push(text);
    this.#unreadCharacters += text.length;
    if (this.#unreadCharacters > maxUnreadCharacters) {
      this.#fault = `The server sent more than ${maxUnreadCharacters} characters at once`;
    }
    if (this.#unread.length === 1) this.#run.leg.post({ kind: 'socket-news', sid: this.#sid });
  }

  #read(): VerbEnd | undefined {
    const messages = this.#unread;
    this.#unread = [];
    this.#unreadCharacters = 0;
    for (const text of messages) {
      const end = this.#hear(text);
      if (end) return end;
    }
    return this.#fault === undefined ? undefined : this.#end('failed', this.#fault);
  }

  #begin(): void {
    const { call } = this.#run.leg;
    this.#send({
      type: 'setup',
      sessionId: this.#sid,
      callSid: call.sid,
      parentCallSid: call.parentSid,
      from: call.from,
      to: call.to,
      forwardedFrom: call.forwardedFrom,
      callerName: null,
      direction: call.direction,
      callType: 'PSTN',
      callStatus: call.status,
      accountSid: call.accountSid,
      customParameters: parametersOf(this.#noun),
    });
    const greeting = attributeOf(conversationRelay, this.#noun, 'welcomeGreeting');
    const isInterruptible = attributeOf(conversationRelay, this.#noun, 'welcomeGreetingInterruptible') !== 'none';
    if (greeting) this.#say({ text: greeting, isInterruptible });
  }

  #take(event: LegEvent): VerbEnd | undefined {
    switch (event.kind) {
      case 'sound-ended':
        this.#spoken = undefined;
        this.#sayNext();
        return undefined;
      case 'speech':
        this.#interrupt('speech');
        this.#send({ type: 'prompt', voicePrompt: event.text, lang: this.#language, last: true });
        return undefined;
      case 'key':
        this.#interrupt('dtmf');
        if (attributeOf(conversationRelay, this.#noun, 'dtmfDetection')) this.#send({ type: 'dtmf', digit: event.key });
        return undefined;
      case 'socket-news':
        return event.sid === this.#sid ? this.#read() : undefined;
      case 'socket-closed':
        if (event.sid !== this.#sid) return undefined;
        return event.error === undefined ? this.#end('ended') : this.#end('failed', event.error);
      default:
        return undefined;
    }
  }

  #hear(text: string): VerbEnd | undefined {
    const message = objectOf(text);
    switch (message?.type) {
      case 'text':
        return this.#hearToken(fieldOf(message, 'token') ?? '', message);
      case 'sendDigits': {
        const digits = fieldOf(message, 'digits') ?? '';
        if (/^[0-9A-D#*wW]{1,100}$/.test(digits)) this.#run.leg.start(keys(digits));
        return undefined;
      }
      case 'language':
        this.#language = fieldOf(message, 'transcriptionLanguage') ?? fieldOf(message, 'ttsLanguage') ?? this.#language;
        return undefined;
      case 'end':
        return this.#end('ended', undefined, fieldOf(message, 'handoffData'));
      default:
        this.#send({ type: 'error', description: 'The message is none that is known here' });
        return undefined;
    }
  }

  #hearToken(token: string, { last, interruptible }: { readonly [name: string]: unknown }): VerbEnd | undefined {
    this.#tokens += token;
    if (this.#unsaidCharacters + this.#tokens.length > maxUnsaidCharacters) {
      return this.#end('failed', `The server wants more than ${maxUnsaidCharacters} characters to be said`);
    }
    if (last === false) return undefined;
    this.#say({ text: this.#tokens, isInterruptible: interruptible !== false && this.#isInterruptible('any') });
    this.#tokens = '';
    return undefined;
  }

  #say(text: { readonly text: string; readonly isInterruptible: boolean }): void {
    if (text.text.trim() === '') return;
    this.#texts.push(text);
    this.#unsaidCharacters += text.text.length;
    if (!this.#spoken) this.#sayNext();
  }

  #sayNext(): void {
    const next = this.#texts.shift();
    if (!next) return;
    this.#unsaidCharacters -= next.text.length;
    const { leg } = this.#run;
    this.#spoken = { ...next, sinceMs: leg.nowMs() };
    const voice = attributeOf(conversationRelay, this.#noun, 'voice');
    leg.start({ kind: 'said', text: next.text, voice, language: this.#language, seconds: speechSeconds(next.text) });
  }

  /** The caller cuts in: what was to be said is said no more. */
  #interrupt(by: 'speech' | 'dtmf'): void {
    const spoken = this.#spoken;
    if (!spoken?.isInterruptible || !this.#isInterruptible(by)) return;
    const elapsedMs = this.#run.leg.nowMs() - spoken.sinceMs;
    const share = elapsedMs / Math.max(1, speechSeconds(spoken.text) * 1_000);
    this.#run.leg.stop();
    this.#spoken = undefined;
    this.#texts.length = 0;
    this.#unsaidCharacters = 0;
    this.#send({
      type: 'interrupt',
      utteranceUntilInterrupt: spoken.text.slice(0, Math.round(spoken.text.length * share)),
      durationUntilInterruptMs: elapsedMs,
    });
  }

  #isInterruptible(by: 'speech' | 'dtmf' | 'any'): boolean {
    const allowed = attributeOf(conversationRelay, this.#noun, 'interruptible');
    return allowed === 'any' || (by === 'any' ? allowed !== 'none' : allowed === by);
  }

  #end(status: string, error?: string, handoffData?: string): VerbEnd {
    if (error !== undefined)
      this.#run.leg.note({ kind: 'warning', code: 64102, path: this.#run.place, message: error });
    const seconds = Math.round((this.#run.leg.nowMs() - this.#startedMs) / 1_000);
    return {
      params: [
        ['SessionId', this.#sid],
        ['SessionStatus', status],
        ['SessionDuration', String(seconds)],
        ...(handoffData === undefined ? [] : [['HandoffData', handoffData] as const]),
        ...(error === undefined ? [] : [['ErrorMessage', error] as const]),
      ],
    };
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #close(): void {
    this.#run.leg.stop();
    this.#socket?.close();
  }
}
