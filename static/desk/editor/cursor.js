// The cursor comes back into the text: from a button, a dialog, a field beside it.

/** A chain of commands with the cursor in the text already: stock alone waits a frame, and what is typed meanwhile goes astray. */
export function backTo(editor, position = null) {
  editor.view.focus();
  return editor.chain().focus(position);
}
