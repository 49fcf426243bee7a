/** What `render` must know of the message that it answers. Travels as a string inside `Incoming`. */
export interface Reference {
  /** The asking message, or the one whose button was pressed. */
  messageId: number;
  /** Id of the button press: its spinner turns until it is acknowledged. */
  press?: string;
}

export const writeReference = (reference: Reference) => JSON.stringify(reference);

export function readReference(reference: string | undefined): Reference | null {
  return reference === undefined ? null : (JSON.parse(reference) as Reference);
}
