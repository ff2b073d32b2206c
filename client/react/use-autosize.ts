import { type RefObject, useLayoutEffect } from 'react';

const MAX_HEIGHT_PX = 168;

/** Lets a text field grow with its text, up to eight lines. Measured after each drawing of its owner. */
export function useAutosize(ref: RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    const field = ref.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT_PX)}px`;
  });
}
