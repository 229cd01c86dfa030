/** What the forms of widgets say beside the titles and helps that the widgets themselves have. */
import { number } from './format.ts';

export const formTexts = {
  oneOf: {
    'say-play': { title: 'Play', say: 'Text', play: 'Audio file', digits: 'Digits' },
    'gather-input-on-call': { title: 'Prompt', say: 'Text', play: 'Audio file' },
    'enqueue-call': { title: 'Put into', queue_name: 'A queue', workflow_sid: 'A workflow' },
    message: { title: 'Message', body: 'Text', content_sid: 'Template' },
  },
  default: (value: string) => `${value} (default)`,
  stored: {
    text: (value: string) => `text ${value}`,
    number: (value: number) => `number ${value}`,
    boolean: (value: boolean) => `${value}`,
    object: 'object',
    list: 'list',
    notJson: 'not JSON: kept as text',
  },
  length(characters: number, segments: number, isGsm: boolean, isAbout: boolean) {
    const about = isAbout ? 'about ' : '';
    const letters = `${about}${number(characters)} ${characters === 1 ? 'character' : 'characters'}`;
    return `${letters}, ${number(segments)} ${segments === 1 ? 'segment' : 'segments'} (${isGsm ? 'GSM' : 'Unicode'})`;
  },
} as const;
