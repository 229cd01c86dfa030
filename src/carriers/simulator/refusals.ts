import type { Granted, Refusal } from '../network.ts';

/** Status and message of every refusal. Sources: carrier page §C6, titles of the error dictionary. */
const catalogue: { readonly [code: number]: { readonly status?: number; readonly message: string } } = {
  20009: { status: 409, message: 'Cannot delete this resource before it is complete' },
  20001: { message: 'Invalid parameter' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20409: { status: 409, message: 'Conflict' },
  20429: { status: 429, message: 'Too many requests' },
  21201: { message: "No 'To' number is specified" },
  21205: { message: 'Url is not a valid URL' },
  21206: { message: 'SendDigits is invalid: up to 32 of 0-9, A-D, #, * and w' },
  21209: { message: 'StatusCallback is not a valid URL' },
  21210: { message: "'From' phone number not verified" },
  21213: { message: "'From' phone number is required" },
  21214: { message: "'To' phone number cannot be reached" },
  21215: { message: 'Account not authorized to call this number: geographic permission' },
  21216: { message: 'Account not allowed to call this number' },
  21217: { message: 'Phone number does not appear to be valid' },
  21218: { message: 'Invalid ApplicationSid' },
  21220: { message: 'Call is not in-progress' },
  21211: { message: "Invalid 'To' Phone Number" },
  21212: { message: 'Invalid From Number (caller ID)' },
  21408: { message: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number" },
  21421: { message: 'Phone Number is invalid' },
  21422: { message: 'PhoneNumber is not available' },
  21452: { message: 'No phone numbers found in area code' },
  21602: { message: 'Message body is required' },
  21603: { message: "A 'From' or 'MessagingServiceSid' parameter is required to send a message" },
  21604: { message: "The destination 'To' phone number is required to send an SMS" },
  21606: {
    message:
      "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
  },
  21610: { message: 'Attempt to send to unsubscribed recipient' },
  21611: { status: 429, message: "This 'From' number has exceeded the maximum number of queued messages" },
  21612: { message: "The 'To' phone number is not currently reachable via SMS" },
  21614: { message: "'To' number is not a valid mobile number" },
  21617: { message: 'The concatenated message body exceeds the 1600 character limit' },
  21619: { message: 'A text message body or media urls must be specified.' },
  21620: { message: 'Invalid media URL(s)' },
  21623: { message: 'Number of media files exceeds allowed limit' },
  21654: { message: 'ContentSid Required' },
  21655: { message: 'The ContentSid is Invalid' },
  21656: { message: 'The ContentVariables Parameter is invalid' },
  21703: { message: 'The Messaging Service does not have a phone number available to send a message' },
  21705: { message: 'The Messaging Service is invalid' },
  21710: { status: 409, message: 'The Phone Number or Short Code is already in the Messaging Service' },
  21712: { status: 409, message: 'The Phone Number or Short Code is associated with another Messaging Service' },
  21910: { message: 'Invalid From and To pair. From and To should be of the same channel' },
  22002: { message: 'Queue is not empty' },
  22003: { message: 'A queue with that name exists already' },
  30409: { message: 'This message cannot be canceled' },
  35111: { message: 'SendAt timestamp is missing' },
  35114: { message: 'Scheduling does not support this timestamp' },
  35118: { message: 'MessagingServiceSid is required to schedule a message' },
  216602: { message: 'Content Type is not supported on this channel' },
};

/** A refusal of the catalogue; `message` where the usual one says too little. */
export function refusal(code: number, message?: string): Refusal {
  const known = catalogue[code];
  return { status: known?.status ?? 400, code, message: message ?? known?.message ?? `Error ${code}` };
}

export function refused(code: number, message?: string): Granted<never> {
  return { ok: false, refusal: refusal(code, message) };
}
