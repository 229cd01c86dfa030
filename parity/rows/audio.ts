/** Rows of sound and speech on calls of the built-in network. All are promises of our own. */
import { type Area, by, type Evidence, own, row } from '../row.ts';

const wav = (name: RegExp) => by('src/audio/wav.test.ts', name);
const tones = (name: RegExp) => by('src/audio/tones.test.ts', name);
const seconds = (name: RegExp) => by('src/audio/audio-seconds.test.ts', name);
const silent = (name: RegExp) => by('src/speech/silent-speaker.test.ts', name);
const piper = (name: RegExp) => by('src/speech/piper.test.ts', name);
const listeners = (name: RegExp) => by('src/speech/listeners.test.ts', name);
const server = (name: RegExp) => by('src/server/speech.test.ts', name);

type Line = readonly [what: string, ...tests: Evidence[]];

const rows: { readonly [name: string]: Line } = {
  'audio/wav': [
    'WAV files are written, in pieces of any length, and read in every usual form and at any rate',
    wav(/^(a file|what was written|reads|another rate)/),
    by('src/audio/resample.test.ts'),
  ],
  'audio/broken': [
    'What is broken, too long or no sound is refused with a sentence',
    wav(/^(refuses|sound that is too long|whatever)/),
    seconds(/(is refused|^whatever)/),
  ],
  'audio/companding': ['µ-law and A-law as the networks have them', by('src/audio/companding.test.ts')],
  'audio/media-frames': ['Media streams get frames of 20 ms in base64', by('src/audio/media-frames.test.ts')],
  'audio/keys': ['Keys sound as on a telephone, w and W pause', tones(/^(the key|w and W|.* is not a row of keys)/)],
  'audio/recordings': [
    'A recording is a real WAV file of exactly its length, of given sound or of a tone',
    tones(/^a recording of/),
  ],
  'audio/durations': [
    'Files of WAV, MP3, AIFF, AU, GSM and µ-law are timed exactly, without being decoded',
    seconds(/ plays for \d+ ms$/),
  ],
  'speech/estimate': [
    'Without an engine, what is said takes the time that a voice would take, with its pauses and its rate',
    silent(/nobody hears it$/),
    by('src/twiml/speech.test.ts'),
    server(/^without settings/),
  ],
  'speech/calls': [
    'On calls an engine says what Say says, and understands the sounds of handsets and of voicemails',
    by('src/carriers/simulator/calls/speech.test.ts'),
  ],
  'speech/piper': [
    'Piper speaks, with a voice for each language',
    piper(/^(a text is spoken|parts keep|the language|what has no letter)/),
    server(/^engines speak/),
  ],
  'speech/whisper': [
    'whisper.cpp listens, with hints and a confidence',
    listeners(/^Whisper/),
    server(/^engines speak/),
  ],
  'speech/vosk': ['Vosk listens', listeners(/^Vosk/), server(/^Vosk listens/)],
  'speech/guarded': [
    'Nothing that people say is read as an option or run by a shell; engines see no secret of the server',
    piper(/^(text goes in|the program gets nothing|an error that repeats)/),
    listeners(/none of them an option$/),
  ],
  'speech/bounded': [
    'Engines are bounded in time, number and size, and leave no file behind',
    by('src/speech/turns.test.ts'),
    piper(/no file is left$/),
    piper(/^a text without end/),
    listeners(/(without end is refused|^programs run one after the other)/),
  ],
  'speech/failures': [
    'An engine that fails is told in the log in one sentence, and the call goes on in silence',
    piper(/^(where an engine fails|a program)/),
    server(/^an engine that fails/),
  ],
  'speech/settings': [
    'A mistake in the settings of speech stops the start, with its line or its key',
    server(/(stops the start with a sentence|told with its place and a way out)$/),
  ],
};

export const audioArea: Area = {
  title: 'Sound and speech',
  about: 'What the built-in network makes of sound, and which programs on this machine can speak and listen for it.',
  rows: Object.entries(rows).map(([id, [what, ...tests]]) =>
    row(id, what, 'twiml-and-carrier-api §A2, §A5', own(...tests)),
  ),
};
