// Fits the rich text editor (django-prose-editor) to our pages: our style policy, the language of the text, its name.
"use strict";
{
  // The editor writes a <style> of its own, which our policy forbids, unless one with this attribute stands there
  // already. This one has no namespace and so no effect; the rules themselves stand in admin.css.
  const style = document.createElementNS(null, "style");
  style.setAttribute("data-tiptap-style", "");
  document.head.append(style);

  const translateMenu = (place) => {
    for (const button of place.querySelectorAll(".prose-menubar [title]")) {
      button.title = window.gettext(button.title);
      button.setAttribute("aria-label", button.title);
    }
    for (const option of place.querySelectorAll(".prose-menubar__option > *")) {
      option.textContent = window.gettext(option.textContent);
    }
  };

  document.addEventListener("prose-editor:ready", (event) => {
    const { editor, textarea } = event.detail;
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    const help = document.getElementById(`${textarea.id}_helptext`);
    editor.view.dom.lang = textarea.lang;
    editor.view.dom.setAttribute("role", "textbox");
    editor.view.dom.setAttribute("aria-multiline", "true");
    if (label) {
      editor.view.dom.setAttribute("aria-label", label.textContent.replace(/:$/, ""));
      label.addEventListener("click", () => editor.commands.focus());
    }
    if (help) {
      editor.view.dom.setAttribute("aria-describedby", help.id);
    }
    translateMenu(textarea.closest(".prose-editor"));
  });
}
