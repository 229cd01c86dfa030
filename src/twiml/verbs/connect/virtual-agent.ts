import { boolean, language, method, sdkSource, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { config } from '../config.ts';
import { parameter } from '../parameter.ts';

export const virtualAgent = defineVerb({
  name: 'VirtualAgent',
  summary: 'A virtual agent behind a connector.',
  attributes: {
    connectorName: text,
    language,
    sentimentAnalysis: boolean,
    statusCallback: url,
    statusCallbackMethod: method,
  },
  children: [config, parameter],
  source: sdkSource,
});
