// Gives the choosers of records (Select2) the names and places that Django's own script leaves out.
"use strict";
if (window.django?.jQuery.fn.select2) {
  const $ = window.django.jQuery;

  // Their lists open within the main part of the page; each chosen record has a cross of its own.
  $.fn.select2.defaults.set("dropdownParent", "main");
  for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
    select.dataset.allowClear = "false";
  }

  const labelOf = (select) => document.querySelector(`label[for="${select.id}"]`);

  const name = (place) => {
    for (const select of place.querySelectorAll("select.admin-autocomplete[id]")) {
      const label = labelOf(select);
      const chooser = select.parentElement.querySelector(".select2-selection");
      if (label && chooser) {
        label.id = `${select.id}_label`;
        const shown = chooser.querySelector(".select2-selection__rendered");
        chooser.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "));
        chooser.setAttribute("aria-controls", `select2-${select.id}-results`);
        chooser.querySelector("textarea, input, [role=textbox]")?.setAttribute("aria-labelledby", label.id);
      }
    }
  };

  $(document).on("select2:open", (event) => {
    const list = document.getElementById(`select2-${event.target.id}-results`);
    const search = list?.closest(".select2-dropdown").querySelector(".select2-search__field");
    for (const part of [list, search]) {
      part?.setAttribute("aria-labelledby", labelOf(event.target)?.id);
    }
    search?.focus(); // Select2 loses it to jQuery 3.6 and later
    const read = () => list.querySelector("[role=alert]")?.setAttribute("role", "option"); // “nothing found” is in a list
    new MutationObserver(read).observe(list, { childList: true });
  });

  const later = () => setTimeout(() => name(document)); // after Django's script has made the choosers
  window.addEventListener("load", later);
  document.addEventListener("formset:added", later);
}
