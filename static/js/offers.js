// Takes an offer of the translators' memory over into the field beside it; without this it is copied by hand.
"use strict";
{
  const editors = new Map();

  const takeIntoEditor = (editor, offer) =>
    editor.chain().focus().insertContent(offer.dataset.offer === "html" ? offer.innerHTML : offer.textContent).run();

  const takeIntoField = (field, offer) => {
    field.setRangeText(offer.textContent, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const take = (button) => {
    const offer = button.closest("li").querySelector("[data-offer]");
    const field = button.closest(".desk-text").querySelector(".desk-target > input, .desk-target textarea");
    const editor = editors.get(field);
    editor ? takeIntoEditor(editor, offer) : takeIntoField(field, offer);
  };

  document.addEventListener("prose-editor:ready", ({ detail }) => editors.set(detail.textarea, detail.editor));
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = !button.closest(".desk-text").querySelector(".desk-target > input, .desk-target textarea");
    button.addEventListener("click", () => take(button));
  }
}
