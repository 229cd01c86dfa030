/** Where the behaviour of filters and tags is described. */
export const designers = 'https://github.com/Shopify/liquid/wiki/Liquid-for-Designers';
export const studioGuide = 'https://www.twilio.com/docs/studio/user-guide/liquid-template-language';
export const supportArticle =
  'https://support.twilio.com/hc/en-us/articles/4413699936411-How-do-I-use-Liquid-with-Twilio-Studio';
/** Not described by the vendor; known from the engine that Studio appears to use. */
export const engine = 'https://github.com/bkiers/Liqp/tree/0.7.9';
