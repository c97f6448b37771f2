// The keys of the translator's desk; each presses a button that also stands on the page.
"use strict";
{
  const desk = document.querySelector("[data-desk]");
  const fields = () => [...desk.querySelectorAll(".desk-target .ProseMirror[role=textbox], .desk-target > input, .desk-target > textarea")];
  const textOf = (element) => element?.closest(".desk-text");

  const press = (button) => button?.click();

  const move = (step) => {
    const all = fields();
    const here = all.findIndex((field) => field.contains(document.activeElement));
    all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
  };

  const acts = {
    "Control+Enter": () => press(textOf(document.activeElement)?.querySelector("[name=_next]")),
    "Control+s": () => press(desk.querySelector("[name=_save]")),
    "Alt+ArrowDown": () => move(1),
    "Alt+ArrowUp": () => move(-1),
  };

  if (desk) {
    document.querySelector("[data-desk-keys]").hidden = false;
    // Before the rich text editor, which knows some of these keys, too.
    document.addEventListener(
      "keydown",
      (event) => {
        const pressed = [event.ctrlKey || event.metaKey ? "Control" : event.altKey ? "Alt" : "", event.key].join("+");
        if (acts[pressed] && !event.shiftKey) {
          event.preventDefault();
          event.stopPropagation();
          acts[pressed]();
        }
      },
      { capture: true },
    );
    // Enter in a reason means that the text is still correct, not that all is to be saved.
    desk.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.name?.startsWith("_reason:")) {
        event.preventDefault();
        press(event.target.closest("details").querySelector("[name=_judge]"));
      }
    });
    document.addEventListener("prose-editor:ready", ({ detail }) => {
      if (detail.textarea.autofocus) {
        detail.editor.commands.focus();
      }
    });
  }
}
