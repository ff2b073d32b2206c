/**
 * Keys typed into the widget end there: outside the shadow tree their target is the element and no text field,
 * and a dashboard's single-letter shortcuts would take them for commands.
 */
export function keepKeysInside(shadow: ShadowRoot): void {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    shadow.addEventListener(type, (event) => event.stopPropagation());
  }
}
