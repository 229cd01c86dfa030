/** Parameters that every callback of a call carries; widgets store them as received. Source: voice page §0.4. */
export const callOutputs = {
  CallSid: 'SID of the call',
  AccountSid: 'SID of the account',
  From: 'Who calls',
  To: 'Who is called',
  CallStatus: 'State of the call, e.g. `in-progress`',
  ApiVersion: 'Version of the API that sent the callback',
  Direction: '`inbound` or `outbound-api`',
  Caller: 'The same as `From`',
  Called: 'The same as `To`',
} as const;
