/** A run is found by the call that it holds, and by the addresses of its call. */
export const calls = `
ALTER TABLE executions ADD COLUMN call_sid TEXT;
CREATE INDEX executions_call ON executions (flow_id, call_sid) WHERE status = 'active' AND call_sid IS NOT NULL;
CREATE INDEX executions_calls_of_pair ON executions (flow_id, contact_address, flow_address)
  WHERE status = 'active' AND kind = 'call';
`;
