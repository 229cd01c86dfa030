/** What starting and resuming a conversation leave behind. Source: messaging page §12. */
export const conversationOutputs = {
  conversation: 'The conversation with its `sid`, `state`, `attributes`, `participants` and further fields',
  webhook_sid: 'SID of the webhook that brings its messages to the flow',
  close_channel_on_execution_end: 'Whether the conversation closes when the run ends',
} as const;
