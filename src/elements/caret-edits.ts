/** Puts text at the caret, in place of what is selected. */
export function insertAtCaret(input: HTMLInputElement, text: string): void {
  const { selectionStart, selectionEnd, value } = input;
  const start = selectionStart ?? value.length;
  input.setRangeText(text, start, selectionEnd ?? start, 'end');
}

/** Deletes what is selected, or the character before the caret. */
export function deleteBeforeCaret(input: HTMLInputElement): void {
  const end = input.selectionEnd ?? input.value.length;
  const start = input.selectionStart ?? end;
  input.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end');
}
