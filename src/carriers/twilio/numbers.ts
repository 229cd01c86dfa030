/** Numbers that are rented from the carrier. Source: carrier page §C5. */
import type { JsonObject } from '../../engine/json.ts';
import { type CarrierNumber, type CarrierNumbers, CarrierRefused } from '../carrier.ts';
import type { RestAnswer } from '../rest-answer.ts';
import type { TwilioClient } from './client.ts';

export function twilioNumbers(client: TwilioClient): CarrierNumbers {
  return {
    async list() {
      const numbers: CarrierNumber[] = [];
      for await (const { rows, answer } of client.pages(
        'IncomingPhoneNumbers.json?PageSize=100',
        'incoming_phone_numbers',
      )) {
        refuse(answer);
        for (const row of rows) if (isNumber(row)) numbers.push(numberOf(row));
      }
      return numbers;
    },
    async point({ id }, { messageUrl, voiceUrl, statusCallback }) {
      const answer = await client.post(`IncomingPhoneNumbers/${encodeURIComponent(id)}.json`, [
        // An application would be asked instead of these addresses.
        ['SmsApplicationSid', ''],
        ['SmsUrl', messageUrl],
        ['SmsMethod', 'POST'],
        ['VoiceApplicationSid', ''],
        ['VoiceUrl', voiceUrl],
        ['VoiceMethod', 'POST'],
        ['StatusCallback', statusCallback],
        ['StatusCallbackMethod', 'POST'],
      ]);
      refuse(answer);
      return numberOf(answer.body);
    },
  };
}

function refuse({ status, body }: RestAnswer): void {
  if (status < 300) return;
  const code = Number(body.code);
  throw new CarrierRefused(
    typeof body.message === 'string' ? body.message : `status ${status}`,
    Number.isSafeInteger(code) ? code : null,
  );
}

function numberOf(resource: JsonObject): CarrierNumber {
  const text = (key: string) => (typeof resource[key] === 'string' ? String(resource[key]) : '');
  return {
    id: text('sid'),
    phoneNumber: text('phone_number'),
    friendlyName: text('friendly_name'),
    messageUrl: text('sms_url'),
    voiceUrl: text('voice_url'),
    statusCallback: text('status_callback'),
  };
}

function isNumber(row: unknown): row is JsonObject {
  return typeof row === 'object' && row !== null && 'phone_number' in row;
}
