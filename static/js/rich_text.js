// Fits the rich text editor (django-prose-editor) to our pages: our style policy, the language of the text, its name.
"use strict";
{
  // The editor writes a <style> of its own, which our policy forbids, unless one with this attribute stands there
  // already. This one has no namespace and so no effect; the rules themselves stand in admin.css.
  const style = document.createElementNS(null, "style");
  style.setAttribute("data-tiptap-style", "");
  document.head.append(style);

  // The menu is drawn after the editor is ready, and parts of it anew as the writer moves about.
  const translateMenu = (place) => {
    for (const button of place.querySelectorAll(".prose-menubar [title]")) {
      const words = window.gettext(button.title);
      if (words !== button.title) {
        button.title = words;
        button.setAttribute("aria-label", words);
      }
    }
    for (const option of place.querySelectorAll(".prose-menubar__option > *")) {
      const words = window.gettext(option.textContent);
      if (words !== option.textContent) {
        option.textContent = words;
      }
    }
  };

  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    const help = document.getElementById(`${textarea.id}_helptext`);
    editor.view.dom.lang = textarea.lang;
    editor.view.dom.spellcheck = true;
    editor.view.dom.setAttribute("role", "textbox");
    editor.view.dom.setAttribute("aria-multiline", "true");
    if (label) {
      editor.view.dom.setAttribute("aria-label", label.textContent.replace(/:$/, ""));
      label.addEventListener("click", () => editor.commands.focus());
    }
    if (help) {
      editor.view.dom.setAttribute("aria-describedby", help.id);
    }
    const place = textarea.closest(".prose-editor");
    translateMenu(place);
    new MutationObserver(() => translateMenu(place)).observe(place, { childList: true, subtree: true });
  });
}
