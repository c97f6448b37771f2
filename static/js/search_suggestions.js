// Suggests records while one types into the search box: a combobox with a list, after the ARIA Authoring Practices.
"use strict";
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const input = form.querySelector("input[type=search]");
  const list = form.appendChild(document.createElement("ul"));
  const status = form.appendChild(document.createElement("p"));
  const PAUSE = 150; // milliseconds: who types on is not interrupted
  const SHORTEST = 2;
  let asked, timer, active;

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, value);
    }
  };

  const id = `${input.id}-suggestions`;
  set(list, { id, class: "suggestion-list", role: "listbox", "aria-label": form.dataset.suggestionsLabel });
  set(status, { class: "visually-hidden", role: "status" });
  set(input, { autocomplete: "off", role: "combobox", "aria-autocomplete": "list", "aria-controls": id });

  const open = (isOpen) => {
    list.hidden = !isOpen;
    set(input, { "aria-expanded": isOpen });
  };

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    activate(null);
    open(false);
    status.textContent = "";
  };

  const activate = (option) => {
    active?.removeAttribute("aria-selected");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) {
      input.setAttribute("aria-activedescendant", active.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const part = (option, name, text, language) => {
    const span = option.appendChild(document.createElement("span"));
    span.className = name;
    span.textContent = text;
    if (language) {
      span.lang = language;
    }
    return span;
  };

  const show = ({ suggestions, status: words }) => {
    activate(null);
    list.replaceChildren(...suggestions.map(({ title, language, kind, address }, number) => {
      const option = document.createElement("li");
      set(option, { id: `${id}-${number}`, class: "suggestion", role: "option", "data-address": address });
      part(option, "suggestion-title", title, language);
      option.append(" ");
      part(option, "suggestion-kind", kind);
      return option;
    }));
    open(suggestions.length > 0);
    status.textContent = words;
  };

  const ask = async () => {
    const text = input.value.trim();
    if (text.length < SHORTEST) {
      close();
      return;
    }
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`, { signal: asked.signal });
      if (answer.ok) {
        show(await answer.json());
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        close(); // without an answer the box is a plain one
      }
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };

  const move = (step) => {
    const options = [...list.children];
    const start = active ? options.indexOf(active) : step > 0 ? -1 : options.length;
    activate(options[start + step] ?? null); // beyond either end stands what was typed
  };

  const follow = (option) => location.assign(option.dataset.address);

  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
    } else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && !list.hidden)) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      follow(active);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      follow(option);
    }
  });
  close();
}
